package dev.tocsin.container;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.TestClock;
import dev.tocsin.responder.ResponderFile;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The real war, with beans of an application, its configuration, and its data source in place of ours. */
final class Application {

    /** What it ships in its own classes. */
    static final String SHIPPED = """
            [{"name": "Shipped", "watch_pattern": "Shipped with the application",
              "actions": [{"target_function": "record", "function_kwargs": {"label": "shipped"}}]}]
            """;

    /** What it ships in a library. */
    static final String SHIPPED_IN_A_LIBRARY = """
            {"responders": [{"name": "Shipped in a library", "watch_pattern": "Shipped",
              "actions": [{"target_function": "record", "function_kwargs": {"label": "library"}, "delay_sec": 1}]}]}
            """;

    private Application() {}

    static WebArchive onH2(String... settings) {
        return on(
                "org.h2.jdbcx.JdbcDataSource", "jdbc:h2:mem:app;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", settings);
    }

    static WebArchive on(String dataSourceClass, String url, String user, String... settings) {
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class,
                        Path.of(System.getProperty("tocsin.war")).toFile())
                .addPackage(Application.class.getPackage())
                .addClasses(Server.class, Api.class, Api.Answer.class, TestClock.class)
                .addAsWebInfResource(new StringAsset(dataSource(dataSourceClass, url, user)), "web.xml")
                .addAsWebInfResource(
                        new StringAsset("<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0'"
                                + " bean-discovery-mode='annotated'/>"),
                        "beans.xml")
                .addAsResource(
                        new StringAsset("tocsin.mail.port=" + Server.freePort() + "\n"
                                + "tocsin.sweep=500ms\ntocsin.retry.first=200ms\n"
                                + "tocsin.log.issues=severe\ntocsin.log.loggers=shop.orders\n"
                                + String.join("\n", settings)),
                        "META-INF/microprofile-config.properties")
                .addAsResource(new StringAsset(SHIPPED), ResponderFile.PATH)
                .addAsLibrary(ShrinkWrap.create(JavaArchive.class, "stock.jar")
                        .addAsResource(new StringAsset(SHIPPED_IN_A_LIBRARY), ResponderFile.PATH))
                .addAsLibraries(
                        library(org.assertj.core.api.Assertions.class),
                        library(org.awaitility.Awaitility.class),
                        library(org.hamcrest.Matcher.class),
                        library(com.icegreen.greenmail.util.GreenMail.class),
                        library(org.slf4j.Logger.class),
                        library(net.bytebuddy.ByteBuddy.class));
    }

    /** How a program reaches it that runs where the tests run. */
    static Api api(URL address) {
        String path = address.getPath();
        return new Api("http://localhost:" + address.getPort() + path.substring(0, path.length() - 1));
    }

    private static String dataSource(String dataSourceClass, String url, String user) {
        return "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'><data-source>"
                + "<name>java:app/jdbc/tocsin</name><class-name>" + dataSourceClass + "</class-name><url>"
                + url.replace("&", "&amp;") + "</url><user>" + user
                + "</user><password>any</password><max-pool-size>60</max-pool-size></data-source></web-app>";
    }

    private static File library(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
