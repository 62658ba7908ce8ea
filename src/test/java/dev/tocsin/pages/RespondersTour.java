package dev.tocsin.pages;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.platform.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The list of responders, and the editor of one. */
interface RespondersTour extends Site {

    String PATTERN = "[data-path='watch_pattern']";
    String NAME = "[data-path='name']";

    private static String unique(String name) {
        return name + " " + UUID.randomUUID();
    }

    private static String at(int action, String field) {
        return "[data-path='actions[" + action + "]." + field + "']";
    }

    private JsonObject stored(long id) {
        return api().get("/api/responders/" + id).expecting(200).json();
    }

    private static long idOf(Browser browser) {
        return Long.parseLong(browser.address().replaceFirst(".*id=", ""));
    }

    private static JsonObject json(Browser browser) {
        return Json.parse(browser.find("#json").getDomProperty("value")).asJsonObject();
    }

    /** In place of all that is there, as one who pastes. */
    private static void paste(Browser browser, String json) {
        browser.script(
                "const area = document.getElementById('json'); area.value = arguments[0];"
                        + " area.dispatchEvent(new Event('input', { bubbles: true }));",
                json);
    }

    private Browser colleague(String language) {
        String user = "colleague-" + UUID.randomUUID().toString().substring(0, 8);
        String password = PagesContract.PASSWORD;
        api().post("/api/users", Map.of("name", user, "password", password, "role", "admin"))
                .expecting(201);
        Browser browser = stranger(language).signIn(user, password);
        if (browser.address().contains("password.xhtml")) {
            browser.type("[id='password:old']", password)
                    .type("[id='password:new']", password + " staple")
                    .type("[id='password:again']", password + " staple")
                    .click("[id='password:change']")
                    .until(() -> !browser.address().contains("password.xhtml"));
        }
        return browser;
    }

    @Test
    default void anAdminMakesAResponderWithTheFormAndItActs() {
        String name = unique("Stock negative");
        Browser browser = admin();
        browser.open("/tocsin/responders.xhtml").press("New responder");
        browser.type(NAME, name).type(PATTERN, name).choose(at(0, "target_function"), "log");
        browser.choose(at(0, "function_kwargs.level"), "info").press("Add an action");
        browser.choose(at(1, "target_function"), "log").type(at(1, "delay_sec"), "5400");
        assertThat(browser.text("#editor-form")).contains("1 h 30 min after the issue was opened");
        assertThat(json(browser).getJsonArray("actions").getJsonObject(1).getInt("delay_sec"))
                .isEqualTo(5400);
        browser.press("Save").untilText("#messages", "The responder was made");

        long issue = api().open(name + " again");
        await().atMost(120, SECONDS)
                .until(() -> api().actions(issue).stream()
                        .anyMatch(action -> action.getString("state").equals("succeeded")));
        browser.untilText("#live-facts", "1 Succeeded").open(browser.address()).assertSound("responder");

        browser.open("/tocsin/responders.xhtml")
                .type("#f-text", name.toUpperCase())
                .press("Filter");
        browser.until(() -> browser.all("table.list tbody tr").size() == 1);
        browser.untilText("table.list", "1 Succeeded");
        assertThat(browser.text("table.list")).contains(name, "log after 1 h 30 min", "1 Planned");
        browser.assertSound("responders");
    }

    @Test
    default void whatIsWrongIsSaidAtItsField() {
        Browser browser = admin();
        browser.open("/tocsin/responder.xhtml")
                .type(PATTERN, "Payment (by card")
                .press("Save");
        browser.untilText("#faults", "2 things are wrong");
        assertThat(browser.text("#editor-form .mistake")).startsWith("Payment (");
        assertThat(browser.text("#editor-form .mistake mark")).startsWith("(");
        assertThat(browser.find(at(0, "function_kwargs.recipients")).getDomAttribute("aria-invalid"))
                .isEqualTo("true");
        assertThat(browser.find(PATTERN).getDomProperty("value")).isEqualTo("Payment (by card");
        browser.assertSound("responder-faults");
    }

    @Test
    default void aResponderIsTriedBeforeItIsSaved() {
        String name = unique("Payment <b>rejected</b>");
        String pattern = name.replaceFirst("<b>.*</b>", ".*");
        long open = api().open(name);
        long resolved = api().open(name + " once");
        api().post("/api/issues/" + resolved + "/resolve", Map.of()).expecting(200);
        Browser browser = admin();
        browser.open("/tocsin/responder.xhtml")
                .type(PATTERN, pattern)
                .type(at(0, "function_kwargs.recipients"), "ops@example.com, boss@example.com")
                .type(at(0, "function_kwargs.message_html"), "<img src=x onerror=alert(1)>")
                .press("Try");
        browser.untilText("#tried", "Open issues that match: 1");
        assertThat(browser.text("#tried"))
                .contains("Issues of the last 30 days, open or not, that match: 2")
                .contains("For the newest issue that matches: " + name + " once")
                .contains("ops@example.com, boss@example.com")
                .contains("<img src=x onerror=alert(1)>");
        assertThat(browser.all("#tried img")).isEmpty();
        assertThat(browser.has("#tried a[href='issue.xhtml?id=" + open + "']")).isTrue();
        browser.assertSound("responder-tried");

        browser.type("#try-name", "Something else").press("Try").untilText("#tried", "Does not match");
        browser.type(at(0, "function_kwargs.message_html"), " ").type("#try-name", name + " twice");
        browser.press("Try").untilText("#tried", "For an issue of the name that you typed");
        assertThat(api().all("/api/responders").stream()
                        .noneMatch(found -> found.getString("watch_pattern").equals(pattern)))
                .isTrue();
    }

    @Test
    default void theFormFollowsTheJson() {
        String name = unique("Order late");
        long id = api().respond(name, List.of(Map.of("target_function", "log")));
        Browser browser = admin();
        browser.open("/tocsin/responder.xhtml?id=" + id);
        String typed = browser.find("#json").getDomProperty("value");
        paste(
                browser,
                typed.replace("\"log\"", "\"email\"")
                        .replaceFirst("\\{\\s*}", "{\"recipients\": [\"a@example.com\"]}"));
        assertThat(browser.find(at(0, "function_kwargs.recipients")).getDomProperty("value"))
                .isEqualTo("a@example.com");
        paste(browser, "{\"watch_pattern\": ");
        browser.untilText("#json-fault", "cannot be read");
        assertThat(browser.find("#editor-form").getDomAttribute("class")).contains("stale");
        paste(browser, typed);
        browser.press("Add an action").choose(at(1, "target_function"), "hang");
        browser.type(at(1, "function_kwargs"), "{\"any\": [1]}").click("#up-1");
        assertThat(json(browser).getJsonArray("actions").getJsonObject(0).toString())
                .contains("hang", "\"any\":[1]");
        browser.press("Save").untilText("#messages", "The responder was saved");
        assertThat(stored(id).getJsonArray("actions"))
                .extracting(action -> action.asJsonObject().getString("target_function"))
                .containsExactly("hang", "log");
    }

    @Test
    default void aFormOutlivesTheRefreshesOfItsPage() {
        String name = unique("Patience");
        long id = api().respond(name, List.of(Map.of("target_function", "log")));
        Browser browser = admin();
        browser.open("/tocsin/responder.xhtml?id=" + id).type(at(0, "delay_sec"), "77");
        for (int i = 0; i < 40; i++) {
            browser.script("return fetch(location.href, { headers: { 'X-Tocsin-Refresh': 'true' } })"
                    + ".then(answer => answer.text())");
        }
        browser.press("Save").untilText("#messages", "The responder was saved");
        assertThat(stored(id).getJsonArray("actions").getJsonObject(0).getInt("delay_sec"))
                .isEqualTo(77);
    }

    @Test
    default void ofTwoAdminsNeitherLosesAChange() {
        String name = unique("Disk full");
        long id = api().respond(name, List.of(Map.of("target_function", "log")));
        Browser mine = admin();
        mine.open("/tocsin/responder.xhtml?id=" + id);
        try (Browser theirs = colleague("de")) {
            theirs.open("/tocsin/responder.xhtml?id=" + id)
                    .type(NAME, name + " (theirs)")
                    .press("Speichern")
                    .untilText("#messages", "Der Responder wurde gespeichert");
            mine.type(at(0, "delay_sec"), "60").press("Save").untilText(".conflict", "Someone else");
            assertThat(mine.text(".conflict")).contains(name + " (theirs)");
            assertThat(mine.find(at(0, "delay_sec")).getDomProperty("value")).isEqualTo("60");
            assertThat(mine.address()).endsWith("id=" + id);
            mine.assertSound("responder-conflict");
            assertThat(stored(id).getString("name")).isEqualTo(name + " (theirs)");
            mine.press("Save mine in its place").untilText("#messages", "The responder was saved");
            assertThat(stored(id).getJsonArray("actions").getJsonObject(0).getInt("delay_sec"))
                    .isEqualTo(60);

            theirs.open("/tocsin/responder.xhtml?id=" + id).assertSound("responder-german");
            theirs.open("/tocsin/responders.xhtml").assertSound("responders-german");
            api().delete("/api/responders/" + id).expecting(204);
            mine.type(at(0, "delay_sec"), "61").press("Save").untilText(".conflict", "deleted");
            mine.press("Make it anew, as below").untilText("#messages", "The responder was made");
            assertThat(idOf(mine)).isNotEqualTo(id);
            // The page may have asked for what was deleted.
            mine.forgetRefusals();
        } finally {
            api().all("/api/users").stream()
                    .filter(user -> user.getString("name").startsWith("colleague-"))
                    .forEach(user ->
                            api().delete("/api/users/" + user.getInt("id")).expecting(204));
        }
    }

    @Test
    default void inTheListRespondersAreSwitchedDuplicatedAndDeleted() {
        String name = unique("Queue long");
        Map<String, ?> webhook = Map.of(
                "target_function",
                "webhook",
                "function_kwargs",
                Map.of("url", "http://localhost:1/", "authorization", "Bearer s3cret"));
        long id = api().post(
                        "/api/responders", Map.of("name", name, "watch_pattern", name, "actions", List.of(webhook)))
                .expecting(201)
                .id();
        Browser browser = admin();
        browser.open("/tocsin/responders.xhtml?text=" + name.replace(" ", "%20"));
        browser.click("[name='list:disableone']").untilText("#messages", "One responder was disabled");
        assertThat(stored(id).getBoolean("enabled")).isFalse();
        assertThat(browser.address()).contains("text=");
        browser.click("input[name=picked]").click("[id='list:enable']").untilText("#messages", "enabled");
        assertThat(stored(id).getBoolean("enabled")).isTrue();
        browser.click("a[href='responder.xhtml?copy=" + id + "']");
        assertThat(browser.find(NAME).getDomProperty("value")).isEqualTo(name + " (copy)");
        // A secret is not copied.
        browser.type(at(0, "function_kwargs.authorization"), "Bearer of the copy");
        browser.press("Save").untilText("#messages", "The responder was made");
        long copy = idOf(browser);
        browser.press("Delete").accept().untilText("#messages", "One responder was deleted");
        assertThat(api().get("/api/responders/" + copy).status()).isEqualTo(404);
        assertThat(stored(id).getString("name")).isEqualTo(name);
    }

    @Test
    default void aPageThatRefreshesTakesNoMessageFromTheNextOne() {
        String name = unique("Told once");
        long id = api().respond(name, List.of(Map.of("target_function", "log")));
        Browser browser = admin();
        String page = "/tocsin/responders.xhtml?text=" + name.replace(" ", "%20");
        browser.open(page);
        String refreshed = browser.script(
                        "const form = document.getElementById('list'); const data = new URLSearchParams(new FormData(form));"
                                + " data.set('picked', arguments[0]); data.set('list:disable', 'x');"
                                + " return fetch(form.action, { method: 'POST', body: data, redirect: 'manual' })"
                                + ".then(() => fetch(location.href, { headers: { 'X-Tocsin-Refresh': 'true' } }))"
                                + ".then(answer => answer.text())",
                        Long.toString(id))
                .toString();
        assertThat(refreshed).contains(name, "Disabled").doesNotContain("One responder was disabled");
        browser.open(page).untilText("#messages", "One responder was disabled");
        assertThat(browser.open(page).text("#messages")).isEmpty();
    }

    @Test
    default void whoMayOnlyReadSeesNoEditorAndChangesNothing() {
        String name = unique("Secret <script>");
        long id = api().respond(name, List.of(Map.of("target_function", "log", "delay_sec", 90)));
        Browser browser = viewer();
        browser.open("/tocsin/responder.xhtml?id=" + id);
        assertThat(browser.text("main")).contains(name, "log", "1 min 30 s");
        assertThat(browser.has("#editor, #json, [name='responder:save'].primary"))
                .isFalse();
        browser.assertSound("responder-viewer");
        Object status = browser.script(
                "const sent = new URLSearchParams(new FormData(document.getElementById('responder')));"
                        + "sent.set('id', arguments[0]); sent.set('responder:delete', '1'); sent.set('json', '{}');"
                        + "const request = new XMLHttpRequest(); request.open('POST', location.pathname, false);"
                        + "request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');"
                        + "request.send(sent.toString()); return request.status;",
                Long.toString(id));
        assertThat(((Number) status).intValue()).isEqualTo(403);
        assertThat(stored(id).getString("watch_pattern")).isEqualTo(name);
        browser.open("/tocsin/responder.xhtml");
        assertThat(browser.text()).contains("Not for you");
        browser.open("/tocsin/responder.xhtml?id=1");
        assertThat(browser.text()).contains("There is nothing here");
        browser.open("/tocsin/responders.xhtml");
        assertThat(browser.has("[name='list:deleteone'], a.primary")).isFalse();
    }
}
