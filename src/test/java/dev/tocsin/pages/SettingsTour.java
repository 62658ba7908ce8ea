package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Server;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What admins do: users, tokens, the audit trail, a test mail, a look at the configuration. */
interface SettingsTour extends Site {

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String row(String name) {
        return "table.list tr:has([aria-label*='" + name + "'])";
    }

    @Test
    default void anAdminMakesAUserWhoChoosesAPasswordAndIsShutOutLater() {
        String name = unique("anna");
        Browser admin = admin();
        admin.open("/tocsin/users.xhtml").type("#f-name", name).choose("#f-role", "operator");
        admin.press("Create user").untilText("#messages", name);
        String password = admin.text("#secret");
        assertThat(password).hasSize(24);
        admin.assertSound("users");
        admin.open("/tocsin/users.xhtml");
        assertThat(admin.has("#secret")).as("shown again").isFalse();

        try (Browser anna = stranger("en")) {
            anna.signIn(name, password);
            assertThat(anna.address()).contains("password.xhtml");
            anna.open("/tocsin/issues.xhtml");
            assertThat(anna.address()).as("before the password is changed").contains("password.xhtml");
            anna.type("[id='password:old']", password)
                    .type("[id='password:new']", "a longer secret of mine")
                    .type("[id='password:again']", "a longer secret of mine")
                    .click("[id='password:change']")
                    .until(() -> !anna.address().contains("password.xhtml"));
            anna.open("/tocsin/issues.xhtml");
            assertThat(anna.text(".bar")).contains(name, "Operator").doesNotContain("Settings");
            for (String page : new String[] {"settings", "users", "tokens", "audit"}) {
                assertThat(anna.open("/tocsin/" + page + ".xhtml").title())
                        .as(page)
                        .isEqualTo("Not for you · Tocsin");
            }
            anna.open("/tocsin/issues.xhtml").click(".who a.name");
            anna.until(() -> anna.title().equals("Choose a password · Tocsin"));

            admin.click(row(name) + " button[name='users:disable']").untilText(row(name), "Disabled");
            anna.open("/tocsin/issues.xhtml");
            assertThat(anna.address()).as("after being disabled").contains("login.xhtml");
        }

        admin.choose(row(name) + " select", "viewer").click(row(name) + " button[name='users:setrole']");
        admin.untilText("#messages", "The role of " + name + " was changed");
        admin.click(row(name) + " button[name='users:delete']").accept();
        admin.untilText("#messages", "The user " + name + " was deleted");
        assertThat(admin.has(row(name))).isFalse();

        admin.open("/tocsin/audit.xhtml?what=user");
        assertThat(admin.text("table.list")).contains(name, "user.create", "user.update", "user.delete", "user:admin");
        admin.open("/tocsin/audit.xhtml?who=user:" + name);
        assertThat(admin.text("table.list")).contains("password.change").doesNotContain("user.create");
    }

    @Test
    default void theLastAdminStays() {
        Browser admin = admin();
        admin.open("/tocsin/users.xhtml").choose(row("admin") + " select", "viewer");
        admin.click(row("admin") + " button[name='users:setrole']").untilText("#messages", "is the last admin");
        assertThat(admin.find(row("admin") + " select").getDomProperty("value")).isEqualTo("admin");
    }

    @Test
    default void aTokenWorksUntilItIsRevoked() {
        String name = unique("ci");
        Browser admin = admin();
        admin.open("/tocsin/tokens.xhtml").type("#f-name", name).choose("#f-role", "operator");
        admin.press("Create token").untilText("#messages", name);
        String secret = admin.text("#secret");
        assertThat(admin.text("#command")).contains(secret, "/api/issues");
        admin.assertSound("tokens");
        api().as(secret).get("/api/issues?limit=1").expecting(200);

        admin.open("/tocsin/tokens.xhtml");
        assertThat(admin.has("#secret")).as("shown again").isFalse();
        assertThat(admin.text(row(name)))
                .contains("Operator", "user:admin", "never")
                .doesNotContain("not yet");
        admin.click(row(name) + " button").accept().untilText("#messages", "revoked");
        api().as(secret).get("/api/issues?limit=1").expecting(401);

        admin.open("/tocsin/audit.xhtml?what=token");
        assertThat(admin.text("table.list")).contains(name, "token.create", "token.revoke");
        admin.assertSound("audit");
        assertThat(api().get("/api/audit?what=token").expecting(200).body()).doesNotContain(secret);
    }

    @Test
    default void aTestMailArrivesOrTheReasonIsTold() {
        Browser admin = admin();
        admin.open("/tocsin/settings.xhtml");
        admin.until(() -> {
            admin.type("#address", "anna@example.com").press("Send me a test mail");
            return admin.text("#messages").contains("not sent");
        });
        assertThat(admin.text("#messages")).contains("Connection refused");
        // One right after the other, however long a page takes.
        admin.until(() -> admin.script("const form = document.getElementById('mail');"
                        + " const data = new URLSearchParams(new FormData(form));"
                        + " data.set('address', 'anna@example.com'); data.set('mail:send', 'x');"
                        + " const send = () => fetch(form.action, { method: 'POST', body: data })"
                        + ".then(answer => answer.text());"
                        + " return send().then(send);")
                .toString()
                .contains("Try again in"));

        mail().start();
        try {
            admin.until(() -> {
                admin.type("#address", "anna@example.com").press("Send me a test mail");
                return admin.text("#messages").contains("took the mail");
            });
            assertThat(mail().subjects()).containsExactly("Test mail of Tocsin");
        } finally {
            mail().close();
        }
        admin.open("/tocsin/audit.xhtml?what=mail.test");
        assertThat(admin.text("table.list")).contains("anna@example.com", "sent", "true", "false");
    }

    @Test
    default void theConfigurationInForceIsShownWithoutItsSecrets() {
        Browser admin = admin();
        admin.open("/tocsin/settings.xhtml");
        assertThat(admin.text("main")).contains("0.1.0-SNAPSHOT", "Payara", "standalone server");
        assertThat(admin.text("tr[data-key='tocsin.mail.port']"))
                .contains(Integer.toString(mail().port()), "Environment variable", "TOCSIN_MAIL_PORT", "25");
        assertThat(admin.text("tr[data-key='tocsin.admin.password']")).contains("***", "Environment variable");
        assertThat(admin.text("tr[data-key='tocsin.lease']")).contains("30s", "Default", "another takes it over");
        assertThat(admin.text("tr[data-key='tocsin.security']")).contains("own", "Standalone server");
        assertThat(admin.script("return document.documentElement.outerHTML").toString())
                .doesNotContain(Server.PASSWORD);
        admin.assertSound("settings");

        admin.type("#f-find", "mail").press("Filter");
        admin.until(() -> admin.address().equals("/tocsin/settings.xhtml?find=mail"));
        assertThat(admin.text("#configuration")).contains("tocsin.mail.host").doesNotContain("tocsin.lease");
        admin.open("/tocsin/settings.xhtml?find=nosuchsetting");
        assertThat(admin.text("main")).contains("No setting is like that");
    }

    @Test
    default void whatIsKeptIsToldWithTheOldestIssueThatIsThere() {
        api().open("Oldest or newer");
        Browser admin = admin();
        admin.open("/tocsin/settings.xhtml");
        String kept = "[aria-labelledby='kept-title']";
        assertThat(admin.text(kept)).contains("90 days", "for ever", "365 days");
        String oldest = admin.text(kept + " a[href*='issue.xhtml?id=']");
        admin.click(kept + " a[href*='issue.xhtml?id=']");
        admin.until(() -> admin.address().contains("issue.xhtml?id="));

        assertThat(admin.text("h1")).contains(oldest);
    }

    @Test
    default void theAuditTrailCanBeTakenToASpreadsheet() {
        admin().open("/tocsin/audit.xhtml?what=login&from=2020-01-01");
        Object csv = admin().script("return fetch(document.querySelector('.head .buttons a').href)"
                + ".then(answer => answer.text().then(text => answer.headers.get('Content-Type') + text))");
        assertThat(csv.toString()).startsWith("text/csv").contains("id,at,who,address", "login.succeeded");
        admin().open("/tocsin/audit.xhtml?from=yesterday");
        assertThat(admin().text("#messages")).contains("needed is a day such as");
    }

    @Test
    default void theSettingsSpeakGerman() {
        try (Browser german = stranger("de")) {
            german.signIn("admin", Server.PASSWORD);
            for (Map.Entry<String, String> page : Map.of(
                            "settings", "Einstellungen",
                            "users", "Benutzer",
                            "tokens", "API-Tokens",
                            "audit", "Protokoll der Änderungen")
                    .entrySet()) {
                german.open("/tocsin/" + page.getKey() + ".xhtml");
                assertThat(german.text("h1")).isEqualTo(page.getValue());
                assertThat(german.text()).doesNotContain("??");
                german.assertSound(page.getKey() + "-de");
            }
        }
    }
}
