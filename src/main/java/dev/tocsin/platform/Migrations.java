package dev.tocsin.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings Tocsin's tables to the version that this code needs, before anything else uses them. Any
 * number of nodes may start at once.
 */
@Singleton(name = Migrations.NAME)
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {

    /** The name for {@code @DependsOn}. */
    public static final String NAME = "tocsinMigrations";

    private static final Logger LOG = Logger.getLogger(Migrations.class.getName());

    @Resource(lookup = Database.DATA_SOURCE)
    private DataSource source;

    @PostConstruct
    void start() {
        StartUp.step("the database", () -> {
            Dialect dialect = answering(source);
            try {
                migrate(source, dialect);
            } catch (FlywayException e) {
                throw new IllegalStateException(
                        "its tables could not be brought to this version of Tocsin: " + e.getMessage(), e);
            }
        });
    }

    private static Dialect answering(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Dialect.of(connection.getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw new IllegalStateException("it does not answer: " + StartUp.rootMessage(e), e);
        }
    }

    /** For tests without a container, too. */
    public static void migrate(DataSource source, Dialect dialect) {
        MigrateResult result = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(PatientSource.of(source))
                .table("tocsin_schema_history")
                .locations(
                        "classpath:dev/tocsin/sql/common",
                        "classpath:dev/tocsin/sql/" + dialect.name().toLowerCase(Locale.ROOT))
                // The database of a host application has other tables already.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        if (result.migrationsExecuted > 0) {
            LOG.log(Level.INFO, "The tables are now at version {0}.", result.targetSchemaVersion);
        }
    }
}
