package dev.tocsin.pages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.MailServer;
import dev.tocsin.harness.Server;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The tours of all pages; a subclass for each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PagesContract
        implements IssuesTour,
                DashboardTour,
                LoginTour,
                SettingsTour,
                RespondersTour,
                ActionsTour,
                AssertionsTour,
                ManyIssuesTour {

    static final String PASSWORD = "correct horse battery";

    private final MailServer mail = new MailServer();
    private final Map<String, Browser> browsers = new HashMap<>();
    private Server server;

    abstract Server.Start start();

    /** Pages look the same whatever database is behind them: one subclass looks at how they look. */
    abstract boolean looksClosely();

    @BeforeAll
    void startServer() {
        // Whoever has no browser can run all the other tests; where changes are accepted, there has to be one.
        assumeTrue(Browser.isInstalled() || System.getenv("CI") != null, "Chromium and its driver are not installed");
        server = start().withTestActions()
                .with("TOCSIN_MAIL_PORT", mail.port())
                .with("TOCSIN_RECORD_URLS", "Article=https://shop.example.com/articles/{id}")
                .with("TOCSIN_SWEEP", "1s")
                .with("TOCSIN_SECRET_KEY", "only for the tests of the pages: 1234567890")
                .ready();
        for (String role : new String[] {"viewer", "operator"}) {
            api().post("/api/users", Map.of("name", role, "password", PASSWORD, "role", role))
                    .expecting(201);
        }
    }

    @AfterAll
    void stopServer() {
        browsers.values().forEach(Browser::close);
        if (server != null) {
            server.close();
        }
        mail.close();
    }

    @Override
    public Api api() {
        return server.api();
    }

    @Override
    public MailServer mail() {
        return mail;
    }

    @Override
    public Browser viewer() {
        return browser("viewer");
    }

    @Override
    public Browser operator() {
        return browser("operator");
    }

    @Override
    public Browser admin() {
        return browser("admin");
    }

    @Override
    public Browser stranger(String language) {
        return new Browser(api().root(), language, looksClosely());
    }

    private Browser browser(String user) {
        return browsers.computeIfAbsent(user, this::signedIn);
    }

    private Browser signedIn(String user) {
        Browser browser = stranger("en");
        browser.signIn(user, user.equals("admin") ? Server.PASSWORD : PASSWORD);
        if (browser.address().contains("password.xhtml")) {
            browser.type("[id='password:old']", PASSWORD)
                    .type("[id='password:new']", PASSWORD + " staple")
                    .type("[id='password:again']", PASSWORD + " staple")
                    .click("[id='password:change']")
                    .until(() -> !browser.address().contains("password.xhtml"));
        }
        return browser;
    }
}
