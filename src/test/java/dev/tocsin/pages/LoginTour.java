package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Coming in, leaving, and what one sees who does not get there. */
interface LoginTour extends Site {

    @Test
    default void whoSignsInComesToWhereTheyWantedToGo() {
        String name = "anna-" + UUID.randomUUID();
        api().post("/api/users", Map.of("name", name, "password", "given by the admin", "role", "viewer"))
                .expecting(201);
        try (Browser browser = stranger("en")) {
            browser.open("/tocsin/issues.xhtml?status=resolved");
            assertThat(browser.address()).startsWith("/tocsin/login.xhtml?next=");
            browser.assertSound("login");

            browser.type("[id='login:name']", name).type("[id='login:password']", "a wrong one, surely");
            browser.press("Sign in").untilText("#messages", "do not belong together");
            assertThat(browser.find("[id='login:password']").getDomProperty("value"))
                    .isEmpty();
            browser.type("[id='login:name']", name).type("[id='login:password']", "given by the admin");
            browser.press("Sign in").until(() -> browser.address().startsWith("/tocsin/password.xhtml"));
            browser.assertSound("password");

            browser.type("[id='password:old']", "given by the admin")
                    .type("[id='password:new']", "short")
                    .type("[id='password:again']", "short");
            browser.script("document.querySelectorAll('[minlength]').forEach(e => e.removeAttribute('minlength'))");
            browser.press("Change it").untilText("#messages", "12");
            browser.type("[id='password:old']", "given by the admin")
                    .type("[id='password:new']", "my very own password")
                    .type("[id='password:again']", "my very own password");
            browser.press("Change it").until(() -> browser.address().equals("/tocsin/issues.xhtml?status=resolved"));
            assertThat(browser.text()).contains(name, "Viewer");

            browser.open("/tocsin/settings.xhtml");
            assertThat(browser.text("h1")).isEqualTo("Not for you");
            browser.open("/tocsin/nothing.xhtml");
            assertThat(browser.text("h1")).isEqualTo("There is nothing here");
            browser.open("/tocsin/issue.xhtml?id=999999999999");
            assertThat(browser.text("h1")).isEqualTo("There is nothing here");
            browser.press("To the first page").until(() -> browser.address().equals("/tocsin/index.xhtml"));

            browser.press("Sign out").until(() -> browser.address().startsWith("/tocsin/login.xhtml"));
            browser.open("/tocsin/issues.xhtml");
            assertThat(browser.address()).startsWith("/tocsin/login.xhtml");
        }
    }

    @Test
    default void aPageOfAnEndedSessionSaysSoAndLeadsBack() {
        String name = "carl-" + UUID.randomUUID();
        api().post("/api/users", Map.of("name", name, "password", "given by the admin", "role", "operator"))
                .expecting(201);
        long id = api().open("Expired " + name);
        try (Browser browser = stranger("en")) {
            signIn(browser, name);
            browser.open("/tocsin/issue.xhtml?id=" + id);
            browser.script("document.querySelectorAll('input[name=\"jakarta.faces.ViewState\"]')"
                    + ".forEach(state => { state.value = '1:1'; })");
            browser.press("Resolve").untilText("h1", "open for long");
            assertThat(api().issue(id).getString("status")).isEqualTo("open");
            browser.press("Open the page again").untilText("h1", "Expired " + name);
        }
    }

    @Test
    default void thePagesSpeakGermanToWhoReadsGerman() {
        String name = "dora-" + UUID.randomUUID();
        api().post("/api/users", Map.of("name", name, "password", "given by the admin", "role", "viewer"))
                .expecting(201);
        api().open("Auf Deutsch " + name);
        try (Browser browser = stranger("de")) {
            signIn(browser, name);
            browser.open("/tocsin/issues.xhtml");
            assertThat(browser.text("h1")).isEqualTo("Vorfälle");
            assertThat(browser.text("table.list")).contains("Offen", "vor ");
            assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("de");
            assertThat(browser.text()).doesNotContain("??");
            browser.assertSound("issues-german");
        }
    }

    private static void signIn(Browser browser, String name) {
        browser.signIn(name, "given by the admin")
                .type("[id='password:old']", "given by the admin")
                .type("[id='password:new']", "my very own password")
                .type("[id='password:again']", "my very own password")
                .click("[id='password:change']")
                .until(() -> !browser.address().contains("password.xhtml"));
    }
}
