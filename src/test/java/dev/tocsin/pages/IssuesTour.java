package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The list of issues, and the page of one. */
interface IssuesTour extends Site {

    private static String unique(String name) {
        return name + " " + UUID.randomUUID();
    }

    @Test
    default void anOperatorFindsAnIssueAndResolvesIt() {
        String name = unique("Payment rejected");
        api().respond(
                        name,
                        List.of(Map.of("target_function", "log"), Map.of("target_function", "log", "delay_sec", 3600)));
        long id = api().post(
                        "/api/issues",
                        Map.of(
                                "name", name,
                                "details", Map.of("order", 17),
                                "record", Map.of("type", "Article", "id", "47 11")))
                .expecting(201)
                .id();
        Browser browser = operator();
        browser.open("/tocsin/issues.xhtml").type("#f-text", name.toUpperCase()).press("Filter");
        assertThat(browser.address()).contains("text=").doesNotContain("order").doesNotContain("record");
        assertThat(browser.all("table.list tbody tr")).hasSize(1);
        browser.untilText("table.list", "1 Succeeded").assertSound("issues");

        browser.press(name);
        assertThat(browser.address()).isEqualTo("/tocsin/issue.xhtml?id=" + id);
        assertThat(browser.text("#live-next")).contains("log", "in 60 min");
        assertThat(browser.text("#live-story")).contains("Opened", "token", "Succeeded");
        assertThat(browser.find("#live-facts a").getDomProperty("href"))
                .isEqualTo("https://shop.example.com/articles/47%2011");
        browser.assertSound("issue");

        browser.type("input[name=reason]", "paid by hand").press("Resolve");
        browser.untilText("#live-head", "Resolved");
        assertThat(browser.text("#live-story")).contains("paid by hand", "user:operator", "Cancelled");
        assertThat(browser.text("#messages")).contains("The issue was resolved.");
        browser.press("Reopen").untilText("#live-head", "Came back");
        assertThat(browser.text("#live-next")).contains("log");
        browser.press("Cancel").untilText("#live-story", "user:operator");
        assertThat(api().issue(id).getString("status")).isEqualTo("open");
    }
}
