package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The list of assertions, the page of one, and its form. */
interface AssertionsTour extends Site {

    private static String unique(String name) {
        return name + " " + UUID.randomUUID();
    }

    private JsonObject assertion(String name) {
        return api().all("/api/assertions").stream()
                .filter(one -> one.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Object> answering(String name, int status) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "check_function",
                "url",
                "arguments",
                Map.of("url", api().root() + "/tocsin/login.xhtml", "status", status)));
    }

    private long make(String name, int status) {
        return api().post("/api/assertions", answering(name, status))
                .expecting(201)
                .id();
    }

    @Test
    default void anAdminMakesOneAndRunsIt() {
        String name = unique("The login <page> answers");
        Browser browser = admin();
        browser.open("/tocsin/assertions.xhtml").press("New assertion");
        browser.untilText("main", "What is to be checked?").assertSound("assertion-choose");
        browser.press("url");
        browser.until(() -> browser.address().equals("/tocsin/assertion.xhtml?check=url"));
        browser.type("#in-name", name)
                .type("#in-arguments-status", "two hundred")
                .type("#in-every", "soon")
                .press("Make it");
        browser.untilText("#messages", "Not saved yet");
        assertThat(browser.text("#in-arguments-url-note")).contains("is missing");
        assertThat(browser.text("#in-arguments-status-note")).contains("two hundred", "needed is a number");
        assertThat(browser.text("#in-every-note")).contains("soon", "needed is a duration");
        assertThat(browser.find("#in-name").getDomProperty("value")).isEqualTo(name);
        browser.assertSound("assertion-form");

        browser.type("#in-arguments-url", api().root() + "/tocsin/login.xhtml")
                .type("#in-arguments-status", "200")
                .type("#in-every", "2h")
                .press("Make it");
        browser.untilText("#messages", "was made");
        assertThat(browser.text("#live-head")).contains("Not checked yet", name);
        assertThat(browser.text("#live-facts")).contains("every 2 hours");
        browser.press("Run now").untilText("#live-head", "Passing").untilText("#live-runs", "Passing");
        assertThat(browser.has(".trend .bar-passing")).isTrue();
        browser.open("/tocsin/assertions.xhtml?state=passing");
        assertThat(browser.text("#live-assertions")).contains(name, "every 2 hours");
        browser.assertSound("assertions");
    }

    @Test
    default void aFailingOneOpensAnIssueAndIsDisabled() {
        String name = unique("The login page is gone");
        long id = make(name, 404);
        Browser browser = admin();
        browser.open("/tocsin/assertion.xhtml?id=" + id).press("Run now");
        browser.untilText("#live-head", "Failing").untilText("#live-open", "Issue ");
        browser.assertSound("assertion-failing");
        browser.press("All issues of this name").until(() -> browser.address().startsWith("/tocsin/issues.xhtml"));
        assertThat(browser.all("table.list tbody tr")).hasSize(1);
        assertThat(browser.text("table.list")).contains(name);

        browser.open("/tocsin/assertion.xhtml?id=" + id).press("Disable").untilText("#live-head", "Disabled");
        assertThat(assertion(name).getBoolean("enabled")).isFalse();
        browser.press("Enable").until(() -> !browser.text("#live-head").contains("Disabled"));
        browser.press("Delete").accept().untilText("#messages", "The assertion was deleted.");
        assertThat(api().get("/api/assertions/" + id).status()).isEqualTo(404);
    }

    @Test
    default void whatSomeoneElseChangedMeanwhileLosesNothing() {
        String name = unique("Two change it");
        long id = make(name, 200);
        Browser browser = admin();
        browser.open("/tocsin/assertion.xhtml?id=" + id + "&edit=true");
        Map<String, Object> theirs = answering(name, 200);
        theirs.put("every", "7m");
        api().put("/api/assertions/" + id, theirs, null).expecting(200);
        browser.type("#in-every", "5m").press("Save");
        browser.untilText("main", "Someone else changed this assertion meanwhile.");
        assertThat(browser.find("#in-every").getDomProperty("value")).isEqualTo("5m");
        assertThat(browser.text("#in-every-note")).contains("Now it is: 7m");
        browser.assertSound("assertion-conflict");
        browser.press("Save it my way").untilText("#live-facts", "every 5 minutes");
    }

    @Test
    default void whatSomeoneElseDeletedMeanwhileCanBeMadeAnew() {
        String name = unique("One deletes it");
        long id = make(name, 200);
        Browser browser = admin();
        browser.open("/tocsin/assertion.xhtml?id=" + id + "&edit=true");
        api().delete("/api/assertions/" + id).expecting(204);
        browser.type("#in-every", "9m").press("Save");
        browser.untilText("main", "Someone else deleted this assertion meanwhile.");
        browser.assertSound("assertion-gone");
        assertThat(browser.find("#in-every").getDomProperty("value")).isEqualTo("9m");
        browser.press("Make it").untilText("#messages", "was made").untilText("#live-facts", "every 9 minutes");
        assertThat(assertion(name).getJsonNumber("id").longValue()).isNotEqualTo(id);
        browser.open("/tocsin/assertion.xhtml?id=" + id);
        assertThat(browser.title()).contains("There is nothing here");
        browser.forgetRefusals();
    }

    @Test
    default void ofOneInCodeOnlyTheScheduleChanges() {
        long id = assertion("A country is open").getJsonNumber("id").longValue();
        Browser browser = admin();
        browser.open("/tocsin/assertion.xhtml?id=" + id).press("Change the schedule");
        browser.until(() -> browser.address().contains("edit=true"));
        assertThat(browser.has("#in-name")).isFalse();
        assertThat(browser.text("main")).contains("declared in code");
        browser.type("#in-cron", "0 6 * * 1-5").press("Save").untilText("#live-facts", "Mon–Fri at 06:00 (UTC)");
        assertThat(browser.text("#live-facts")).contains("set by an admin");
        browser.assertSound("assertion-declared");
    }

    @Test
    default void aViewerRunsNoAssertion() {
        long id = make(unique("Not for viewers"), 200);
        Browser browser = viewer();
        browser.open("/tocsin/assertion.xhtml?id=" + id);
        assertThat(browser.all("#assertion button, #assertion .head .button, #assertion .head input[type=submit]"))
                .isEmpty();
        browser.open("/tocsin/assertion.xhtml?check=url").untilText("main", "Not for you");
        browser.open("/tocsin/assertions.xhtml");
        assertThat(browser.all("#list button, #list .head .button, #list .head input[type=submit]"))
                .isEmpty();
        browser.script(
                "const i = document.createElement('input'); i.name = 'list:run'; i.value = arguments[0];"
                        + " const f = document.getElementById('list'); f.append(i); f.submit();",
                Long.toString(id));
        browser.until(() -> browser.text().contains("Not for you"));
        assertThat(Api.objects(api().get("/api/assertions/" + id).json().getJsonArray("runs")))
                .isEmpty();
    }
}
