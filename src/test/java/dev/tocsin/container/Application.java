package dev.tocsin.container;

import dev.tocsin.harness.Server;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The real war, with beans of an application, its configuration, and its data source in place of ours. */
final class Application {

    private Application() {}

    static WebArchive on(String dataSourceClass, String url, String user) {
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class,
                        Path.of(System.getProperty("tocsin.war")).toFile())
                .addPackage(Application.class.getPackage())
                .addClass(Server.class)
                .addAsWebInfResource(new StringAsset(dataSource(dataSourceClass, url, user)), "web.xml")
                .addAsWebInfResource(
                        new StringAsset("<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0'"
                                + " bean-discovery-mode='annotated'/>"),
                        "beans.xml")
                .addAsResource(
                        new StringAsset("tocsin.mail.port=" + Server.freePort() + "\n"
                                + "tocsin.sweep=500ms\ntocsin.retry.first=200ms\n"),
                        "META-INF/microprofile-config.properties")
                .addAsLibraries(
                        library(org.assertj.core.api.Assertions.class),
                        library(org.awaitility.Awaitility.class),
                        library(org.hamcrest.Matcher.class),
                        library(com.icegreen.greenmail.util.GreenMail.class),
                        library(org.slf4j.Logger.class),
                        library(net.bytebuddy.ByteBuddy.class));
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
