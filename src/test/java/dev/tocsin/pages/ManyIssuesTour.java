package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The lists, with very many issues behind them. The last tour: the others do not need so many. */
interface ManyIssuesTour extends Site {

    int AT_ONCE = 10_000;
    int ROWS = 50;

    /** Far above what has been given out. */
    int FIRST_ID = 10_000_000;

    /** How many: a multiple of {@link #AT_ONCE}. */
    int manyIssues();

    /** The table of so many numbers, from {@code first} on, with the column {@code x}. */
    String numbers(int first, int last);

    @Test
    @Order(Integer.MAX_VALUE)
    default void theListsAnswerWithVeryManyIssuesBehindThem() {
        String name = "Crowd " + UUID.randomUUID();
        for (int first = 1; first < manyIssues(); first += AT_ONCE) {
            load(name, first);
        }
        api().send("POST", "/shop/sql", "text/plain", "ANALYZE").expecting(200);
        api().respond(name + ", the newest", List.of(Map.of("target_function", "log")));
        long newest = api().open(name + ", the newest");

        Browser browser = operator().open("/tocsin/issues.xhtml?status=all");
        Set<String> first = keys(browser);
        assertThat(first).hasSize(ROWS).contains(Long.toString(newest));
        browser.assertSound("issues-million");
        browser.press("Older").until(() -> browser.address().contains("after="));
        assertThat(keys(browser)).hasSize(ROWS).doesNotContainAnyElementsOf(first);
        browser.press("Newest").until(() -> !browser.address().contains("after="));
        assertThat(keys(browser)).contains(Long.toString(newest));

        int someResolved = manyIssues() - 12_346;
        browser.open("/tocsin/issues.xhtml?status=all&record_type=Crowd&record_id=" + someResolved);
        assertThat(browser.text("table.list")).contains(name + " " + someResolved, "Resolved");
        assertThat(keys(browser)).hasSize(1);
        browser.open("/tocsin/issues.xhtml?status=all&text=" + name.substring(6) + "%20123&order=oldest");
        assertThat(browser.text("main")).contains("50,000");
        browser.open("/tocsin/issues.xhtml?status=open&order=oldest");
        assertThat(keys(browser)).hasSize(ROWS).contains(Integer.toString(FIRST_ID + manyIssues()));

        // The oldest of those that are open, all at once.
        browser.click("[data-pick-all]").type("input[name=reason]", "tidied up").press("Won't fix");
        browser.untilText("#messages", ROWS + " issues");
        assertThat(api().issue(FIRST_ID + manyIssues()).getString("status")).isEqualTo("wont_fix");

        browser.open("/tocsin/");
        browser.untilText("[data-key='numbers']", "10,000+").assertSound("dashboard-million");
        browser.open("/tocsin/issue.xhtml?id=" + newest).untilText("#live-story", "Succeeded");
    }

    private void load(String name, int first) {
        String insert = "INSERT INTO tocsin_issue (id, name, status, details, record_type, record_id, occurrences,"
                + " regressed, created_at, opened_at, last_seen_at, resolved_at, opened_by, fingerprint, revision)"
                + " SELECT " + FIRST_ID + " + x, '" + name + " ' || x, CASE WHEN MOD(x, 10) = 0 THEN 'OPEN' ELSE"
                + " 'RESOLVED' END, '{\"n\":' || x || '}', 'Crowd', CAST(x AS varchar(20)), 1, FALSE, t, t, t,"
                + " CASE WHEN MOD(x, 10) = 0 THEN NULL ELSE t END, 'code', LPAD(CAST(x AS varchar(20)), 22, '0'),"
                + " (SELECT revision FROM tocsin_responder_revision) FROM (SELECT x, CURRENT_TIMESTAMP"
                + " - x * INTERVAL '1' SECOND AS t FROM " + numbers(first, first + AT_ONCE - 1) + ") numbered";
        String inserted = api().send("POST", "/shop/sql", "text/plain", insert)
                .expecting(200)
                .body();
        assertThat(inserted).isEqualTo(Integer.toString(AT_ONCE));
    }

    private static Set<String> keys(Browser browser) {
        return browser.all("table.list tbody tr").stream()
                .map((WebElement row) -> row.getDomAttribute("data-key"))
                .collect(Collectors.toSet());
    }
}
