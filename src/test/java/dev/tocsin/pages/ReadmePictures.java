package dev.tocsin.pages;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.MailServer;
import dev.tocsin.harness.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Makes the pictures of the README anew, from a server on which two weeks have passed: see the README. */
class ReadmePictures {

    private static final List<String> NAMES = List.of(
            "Payment by card rejected",
            "Stock is negative",
            "Import of prices failed",
            "Queue of mails is long",
            "Login is slow",
            "Nightly report is missing");

    @Test
    void dashboardAndIssue() throws IOException {
        MailServer mail = new MailServer();
        mail.start();
        try (Server server = Server.onH2(Server.newFolder())
                .withTestActions()
                .with("TOCSIN_MAIL_PORT", mail.port())
                .with("TOCSIN_RETRY_FIRST", "1s")
                .with("TOCSIN_RECORD_URLS", "Order=https://shop.example.com/orders/{id}")
                .ready()) {
            Api api = server.api();
            twoWeeks(api);
            long issue = anIssue(api);
            try (Browser browser = new Browser(api.root(), "en")) {
                browser.signIn("admin", Server.PASSWORD);
                browser.open("/tocsin/").untilText("#live-dashboard", "Payments");
                browser.picture(Path.of("docs/dashboard.png"));
                browser.open("/tocsin/issue.xhtml?id=" + issue).untilText("#live-story", "Succeeded");
                browser.picture(Path.of("docs/issue.png"));
            }
        } finally {
            mail.close();
        }
    }

    private static void twoWeeks(Api api) {
        for (int i = 0; i < 180; i++) {
            long id = api.open(NAMES.get(i % NAMES.size()) + (i % 3 == 0 ? "" : ", shop " + i % 7));
            long ago = (long) (Math.pow(i / 180.0, 1.3) * 13 * 24 * 60) + 20;
            if (i % 9 != 0) {
                api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200);
                sql(
                        api,
                        "UPDATE tocsin_issue SET resolved_at = DATEADD('MINUTE', -" + ago + " + 15, resolved_at)"
                                + " WHERE id = " + id);
            }
            sql(
                    api,
                    "UPDATE tocsin_issue SET created_at = DATEADD('MINUTE', -" + ago + ", created_at),"
                            + " last_seen_at = DATEADD('MINUTE', -" + ago + ", last_seen_at) WHERE id = " + id);
        }
    }

    private static long anIssue(Api api) {
        api.post(
                        "/api/responders",
                        Map.of(
                                "name",
                                "Payments",
                                "watch_pattern",
                                "Payments? .*",
                                "actions",
                                List.of(
                                        email("payments@example.com", 0),
                                        Map.of("target_function", "log", "delay_sec", 1),
                                        email("boss@example.com", 1800))))
                .expecting(201);
        api.post(
                        "/api/responders",
                        Map.of(
                                "name",
                                "Sunday watch",
                                "watch_pattern",
                                "Payments .*",
                                "enabled",
                                false,
                                "actions",
                                List.of(email("sunday@example.com", 0))))
                .expecting(201);
        Map<String, Object> wanted = Map.of(
                "name",
                "Payments are rejected by the bank",
                "details",
                Map.of("status", 503, "bank", Map.of("name", "Example Bank", "region", "EU"), "order", 4711),
                "record",
                Map.of("type", "Order", "id", "4711"),
                "once",
                true);
        long id = api.post("/api/issues", wanted).expecting(201).id();
        await().atMost(30, SECONDS)
                .until(() -> api.actions(id).stream()
                                .filter(action -> action.getString("state").equals("succeeded"))
                                .count()
                        == 2);
        sql(
                api,
                "UPDATE tocsin_issue SET created_at = DATEADD('MINUTE', -42, created_at),"
                        + " last_seen_at = DATEADD('MINUTE', -35, last_seen_at), occurrences = 6 WHERE id = " + id);
        for (int i = 0; i < 5; i++) {
            api.post("/api/issues", wanted).expecting(200);
        }
        return id;
    }

    private static Map<String, Object> email(String to, int delay) {
        return Map.of("target_function", "email", "function_kwargs", Map.of("recipients", to), "delay_sec", delay);
    }

    private static void sql(Api api, String statement) {
        api.send("POST", "/shop/sql", "text/plain", statement).expecting(200);
    }
}
