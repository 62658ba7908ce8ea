package dev.tocsin.admin;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import java.sql.DatabaseMetaData;
import java.time.Instant;
import java.util.List;

/** What this server is, and how it is configured. */
@RequestScoped
@Named("tocsinSettings")
public class SettingsPage {

    private static final String PATH = "/tocsin/settings.xhtml";
    private static final String CHANGED = "changed";

    /** What is told of the database. */
    private record Product(String name, String address) {}

    @Inject
    private ConfigurationInForce configuration;

    @Inject
    private Build build;

    @Inject
    private NodeName node;

    @Inject
    private Database database;

    @Inject
    private ServletContext application;

    @Inject
    private TestMail mail;

    @Inject
    private Messages messages;

    private String find;
    private String show;
    private List<SettingInForce> all = List.of();
    private Product product;

    @PostConstruct
    void read() {
        find = FacesPage.parameter("find").orElse(null);
        show = FacesPage.parameter("show").filter(CHANGED::equals).orElse("all");
    }

    /** Before the page is shown. */
    public void load() {
        all = configuration.all();
        product = database.prepare("SELECT 1", statement -> {
            DatabaseMetaData about = statement.getConnection().getMetaData();
            return new Product(
                    about.getDatabaseProductName() + " " + about.getDatabaseProductVersion(),
                    Masked.place(String.valueOf(about.getURL())));
        });
    }

    public void sendMail() {
        String address = FacesPage.parameter("address").orElse(null);
        try {
            TestMail.Result result = mail.send(address);
            if (result.sent()) {
                messages.done("settings.mail.sent", address);
            } else if (result.retryAfter().isZero()) {
                messages.failed("settings.mail.failed", result.said());
            } else {
                messages.failed(
                        "settings.mail.wait",
                        result.retryAfter().plusMillis(999).toSeconds());
            }
        } catch (InvalidInput e) {
            messages.refused(e);
        }
        FacesPage.redirect(new PageAddress(PATH).with("find", find).with("show", show.equals(CHANGED) ? show : null));
    }

    /** Those that are looked for. */
    public List<SettingInForce> getItems() {
        return all.stream()
                .filter(one -> one.isChanged() || !show.equals(CHANGED))
                .filter(one -> find == null || one.contains(find))
                .toList();
    }

    public int getTotal() {
        return all.size();
    }

    public long getChanged() {
        return all.stream().filter(SettingInForce::isChanged).count();
    }

    public boolean isFiltered() {
        return find != null || show.equals(CHANGED);
    }

    public String getFind() {
        return find;
    }

    public String getShow() {
        return show;
    }

    public String getVersion() {
        return build.version();
    }

    /** Null where the build could not know it. */
    public String getCommit() {
        return build.commit().orElse(null);
    }

    public Instant getCommittedAt() {
        return build.committedAt().orElse(null);
    }

    public String getJava() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    public String getServer() {
        String name = application.getServerInfo().strip().replaceAll("\\s+", " ");
        try {
            // Payara Micro tells its version to nobody but by this.
            return name + " "
                    + Class.forName("com.sun.appserv.server.util.Version")
                            .getMethod("getVersionNumber")
                            .invoke(null);
        } catch (ReflectiveOperationException | LinkageError anotherServer) {
            return name;
        }
    }

    public boolean isStandalone() {
        return StartUp.isStandalone();
    }

    public String getDatabase() {
        return product.name();
    }

    public String getDatabaseAddress() {
        return product.address();
    }

    public String getNode() {
        return node.text();
    }

    public Instant getStartedAt() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }
}
