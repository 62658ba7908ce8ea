package dev.tocsin.security;

import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes the user {@code admin} where nobody could log in otherwise. Of nodes that start together, one does. */
@Singleton(name = "tocsinFirstAdmin")
@Startup
@DependsOn(Migrations.NAME)
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstAdmin {

    static final String NAME = "admin";

    private static final Logger LOG = Logger.getLogger(FirstAdmin.class.getName());

    @Inject
    private Settings settings;

    @Inject
    private UserTable users;

    @Inject
    private Passwords passwords;

    @Inject
    private AuditTrail audit;

    @PostConstruct
    void start() {
        StartUp.step("the first admin", () -> {
            if (settings.security() == Settings.Security.OWN && users.enabledAdmins() == 0) {
                make();
            }
        });
    }

    private void make() {
        String chosen = settings.adminPassword().orElse(null);
        if (chosen == null && !StartUp.isStandalone()) {
            LOG.log(Level.WARNING, "Nobody can log in to Tocsin yet: set TOCSIN_ADMIN_PASSWORD, and start again.");
            return;
        }
        String password = chosen == null ? RandomPassword.next() : chosen;
        try {
            users.insert(NAME, passwords.hash(password), Role.ADMIN, chosen == null);
        } catch (DatabaseFailure e) {
            if (!e.isDuplicate()) {
                throw e;
            }
            LOG.log(Level.FINE, "Another node was first, or there is a user of that name", e);
            return;
        }
        audit.record(
                "user.create",
                NAME,
                JsonValue.NULL,
                Json.provider().createObjectBuilder().add("role", "admin").build());
        if (chosen == null) {
            StartUp.showOnce(password);
        }
    }
}
