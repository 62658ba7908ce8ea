package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        browser.until(() -> browser.address().contains("text="));
        assertThat(browser.address()).doesNotContain("order").doesNotContain("record");
        assertThat(browser.all("table.list tbody tr")).hasSize(1);
        browser.untilText("table.list", "1 Succeeded").assertSound("issues");

        browser.press(name);
        browser.until(() -> browser.address().equals("/tocsin/issue.xhtml?id=" + id));
        assertThat(browser.text("#live-next")).contains("log").containsPattern("in (\\d+ min|1 hr)");
        assertThat(browser.text("#live-story")).contains("Opened", "user:admin", "Succeeded");
        assertThat(browser.find("#live-facts a").getDomProperty("href"))
                .isEqualTo("https://shop.example.com/articles/47%2011");
        browser.assertSound("issue");

        browser.type("input[name=reason]", "paid by hand").press("Resolve");
        browser.untilText("#live-head", "Resolved");
        assertThat(browser.text("#live-story")).contains("paid by hand", "user:operator", "Cancelled");
        assertThat(browser.text("#messages")).contains("The issue was resolved.");
        browser.press("Reopen").untilText("#live-head", "Came back");
        assertThat(browser.text("#live-next")).contains("log");
        browser.press("Cancel").untilText("#messages", "The action was cancelled.");
        assertThat(api().issue(id).getString("status")).isEqualTo("open");
    }

    @Test
    default void manyAreClosedAtOnceAndTheirRowsStayPickedWhileTheListFollows() {
        String name = unique("Bulk");
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(api().open(name + " " + i));
        }
        Browser browser = operator().open("/tocsin/issues.xhtml?text=" + name.substring(5));
        browser.click("tr[data-key='" + ids.get(0) + "'] input").click("tr[data-key='" + ids.get(2) + "'] input");
        ids.add(api().open(name + " 3"));
        browser.until(() -> browser.all("table.list tbody tr").size() == 4);
        assertThat(browser.text("[data-picked]")).isEqualTo("2");
        browser.type("input[name=reason]", "all done").press("Resolve");

        browser.untilText("#messages", "2 issues were resolved");
        assertThat(browser.address()).contains("text=");
        assertThat(browser.all("table.list tbody tr")).hasSize(2);
        assertThat(api().issue(ids.get(2)).getString("status")).isEqualTo("resolved");
        assertThat(api().issue(ids.get(1)).getString("status")).isEqualTo("open");
    }

    @Test
    default void whatComesFromAnywhereIsShownAsText() throws Exception {
        String name = unique("<script>document.title='owned'</script>=1+1 \"'&amp;");
        long id = api().post(
                        "/api/issues",
                        Map.of(
                                "name", name,
                                "details", Map.of("<img src=x onerror=alert(1)>", "</pre><script>alert(2)</script>"),
                                "record", Map.of("type", "<b>Article", "id", "javascript:alert(3)")))
                .expecting(201)
                .id();
        Browser browser = operator().open("/tocsin/issue.xhtml?id=" + id);
        assertThat(browser.text("h1")).isEqualTo(name);
        assertThat(browser.text(".json")).contains("<img src=x onerror=alert(1)>", "</pre><script>alert(2)</script>");
        assertThat(browser.title()).startsWith("<script>document.title");
        browser.assertQuiet();
        browser.open("/tocsin/issues.xhtml?text=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
        assertThat(browser.text("table.list")).contains(name, "<b>Article");
        browser.assertQuiet();
        for (String hostile :
                List.of("'; DROP TABLE tocsin_issue; --", "%' OR '1'='1", "\"><script>alert(4)</script>")) {
            String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);
            for (String field : List.of("text", "status", "record_type", "responder", "from", "order", "after")) {
                browser.open("/tocsin/issues.xhtml?" + field + "=" + encoded);
                assertThat(browser.text("h1")).as(field + "=" + hostile).isEqualTo("Issues");
            }
        }
        browser.assertQuiet();
    }

    @Test
    default void theListIsAFileForASpreadsheetToo() {
        String name = unique("=HYPERLINK(\"x\")");
        api().open(name);
        Browser browser = viewer().open("/tocsin/issues.xhtml");
        String file = (String) browser.script(
                "const url = '/tocsin/issues.xhtml?as=csv&text=' + encodeURIComponent(arguments[0]);"
                        + "const request = new XMLHttpRequest(); request.open('GET', url, false); request.send();"
                        + "return request.getResponseHeader('Content-Type') + '\\n' + request.responseText",
                name);
        assertThat(file).startsWith("text/csv").contains("id,name,status", "\"'" + name.replace("\"", "\"\"") + "\"");
        assertThat(file.lines()).hasSize(3);
    }

    @Test
    default void whoMayOnlyReadHasNoButtonsAndCannotPressThem() {
        long id = api().open(unique("Read only"));
        Browser browser = viewer().open("/tocsin/issue.xhtml?id=" + id);
        assertThat(browser.all("main input[type=submit], main button[type=submit]"))
                .isEmpty();
        browser.script("const form = document.getElementById('issue'); const press = document.createElement('input');"
                + "press.name = 'issue:resolve'; press.value = 'x'; form.appendChild(press); form.submit()");
        browser.untilText("#messages", "nothing was done");
        assertThat(browser.address()).startsWith("/tocsin/issue.xhtml?id=" + id);
        assertThat(api().issue(id).getString("status")).isEqualTo("open");
    }
}
