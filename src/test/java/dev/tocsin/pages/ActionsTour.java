package dev.tocsin.pages;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The queue of actions. */
interface ActionsTour extends Site {

    private static String unique(String name) {
        return name + " " + UUID.randomUUID();
    }

    private String state(long issueId) {
        return api().actions(issueId).stream()
                .findFirst()
                .map(action -> action.getString("state"))
                .orElse("none yet");
    }

    @Test
    default void anOperatorRunsAgainWhatHasFailed() throws IOException {
        String name = unique("Label not printed");
        Path paper = Files.createTempDirectory("printer").resolve("paper");
        long responder = api().respond(
                        name,
                        List.of(Map.of(
                                "target_function", "refuse", "function_kwargs", Map.of("unless", paper.toString()))));
        long issue = api().open(name);
        await().atMost(120, SECONDS).until(() -> state(issue).equals("failed"));
        Browser browser = operator();
        browser.open("/tocsin/actions.xhtml?state=failed&responder=" + responder);
        assertThat(browser.text("#live-actions")).contains("refuse", name, "There is no <paper> in the printer");
        assertThat(browser.text("#live-tabs a.here")).containsSubsequence("Failed", "1");
        browser.assertSound("actions-failed");

        Files.createFile(paper);
        browser.click("input[name=picked]")
                .type("input[name=reason]", "paper is back")
                .click("[id='list:runagain']");
        browser.untilText("#messages", "One action is planned again.");
        await().atMost(120, SECONDS).until(() -> state(issue).equals("succeeded"));
        browser.open("/tocsin/actions.xhtml?state=succeeded&responder=" + responder);
        assertThat(browser.text("#live-actions")).contains("refuse", name);
        assertThat(browser.has("input[name=picked]")).isFalse();
        assertThat(api().all("/api/audit?what=action.run_again"))
                .anySatisfy(entry -> assertThat(entry.toString()).contains("paper is back", "operator"));
        browser.click("#live-actions a[href='issue.xhtml?id=" + issue + "']");
        browser.until(() -> browser.address().equals("/tocsin/issue.xhtml?id=" + issue));
    }

    @Test
    default void anOperatorCancelsPlannedOnesInBulk() {
        String name = unique("Payment late");
        long responder = api().respond(
                        name,
                        List.of(
                                Map.of("target_function", "log", "delay_sec", 172_800),
                                Map.of("target_function", "log", "delay_sec", 3600)));
        long issue = api().open(name);
        Browser browser = operator();
        browser.open("/tocsin/actions.xhtml?issue=" + issue);
        assertThat(browser.all("table.list tbody tr")).hasSize(2);
        // Soonest first.
        assertThat(browser.text("table.list tbody tr:first-child")).containsPattern("in (\\d+ min|1 hr)");
        browser.assertSound("actions-planned");
        browser.click("[data-pick-all]")
                .type("input[name=reason]", "paid <by hand>")
                .click("[id='list:cancel']");
        browser.untilText("#messages", "2 actions were cancelled.");
        assertThat(browser.text("#live-actions")).contains("No action is like that");
        browser.open("/tocsin/actions.xhtml?state=cancelled&responder=" + responder);
        assertThat(browser.all("table.list tbody tr")).hasSize(2);
        assertThat(api().actions(issue))
                .allSatisfy(action -> assertThat(action.toString()).contains("by user:operator: paid <by hand>"));
    }

    @Test
    default void aViewerChangesNoAction() {
        String name = unique("Payment seen");
        api().respond(name, List.of(Map.of("target_function", "log", "delay_sec", 3600)));
        long issue = api().open(name);
        await().atMost(60, SECONDS).until(() -> state(issue).equals("planned"));
        long action = api().actions(issue).get(0).getJsonNumber("id").longValue();
        Browser browser = viewer();
        browser.open("/tocsin/actions.xhtml?issue=" + issue);
        assertThat(browser.text("#live-actions")).contains(name);
        assertThat(browser.all("#list button, #list input[type=checkbox], .bulk"))
                .isEmpty();
        browser.script(
                "const i = document.createElement('input'); i.name = 'list:stop'; i.value = arguments[0];"
                        + " const f = document.getElementById('list'); f.append(i); f.submit();",
                Long.toString(action));
        browser.until(() -> browser.text().contains("Not for you"));
        assertThat(state(issue)).isEqualTo("planned");
    }

    @Test
    default void anEmptyQueueSaysWhatFillsIt() {
        Browser browser = viewer();
        browser.open("/tocsin/actions.xhtml?state=running&action=nosuch");
        assertThat(browser.text("#live-actions")).contains("No action is like that");
        browser.open("/tocsin/actions.xhtml?responder=x").untilText("#messages", "needed is the number");
    }
}
