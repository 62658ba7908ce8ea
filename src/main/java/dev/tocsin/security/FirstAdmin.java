package dev.tocsin.security;

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
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes the user {@code admin} where nobody could log in otherwise. */
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
    private UserTable table;

    @Inject
    private Users users;

    @PostConstruct
    void start() {
        StartUp.step("the first admin", () -> {
            if (settings.security() == Settings.Security.OWN && table.enabledAdmins() == 0) {
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
        if (!users.createFirstAdmin(NAME, password, chosen == null)) {
            LOG.log(Level.FINE, "Another node was first, or there is a user of that name");
            return;
        }
        if (chosen == null) {
            StartUp.showOnce(password);
        }
    }
}
