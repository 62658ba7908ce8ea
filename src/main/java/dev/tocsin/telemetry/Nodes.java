package dev.tocsin.telemetry;

import dev.tocsin.dispatch.Dispatcher;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The nodes that share the database: this one tells of itself, and what the others told is read. */
@ApplicationScoped
public class Nodes {

    /** How often a node tells of itself. */
    static final Duration EVERY = Duration.ofSeconds(5);

    /** After so long without a word, it is taken to be down. */
    private static final Duration SILENT = EVERY.multipliedBy(4);

    /** After so long, it is forgotten. */
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    private static final int MOST = 100;

    @Inject
    private Database database;

    @Inject
    private NodeName name;

    @Inject
    private Settings settings;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private Clock clock;

    private Instant startedAt;

    @PostConstruct
    void start() {
        startedAt = clock.instant();
    }

    /** Index: the primary key. */
    @InTransaction(TxType.REQUIRES_NEW)
    public void tell() {
        Instant now = clock.instant();
        int known = database.update(
                "UPDATE tocsin_node SET alive_at = ?, running = ? WHERE name = ?",
                now,
                dispatcher.getRunning(),
                name.text());
        if (known == 0) {
            database.update(
                    "INSERT INTO tocsin_node (name, version, started_at, alive_at, running, workers, timers)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    name.text(),
                    version(),
                    startedAt,
                    now,
                    dispatcher.getRunning(),
                    settings.workers(),
                    settings.timersEnabled());
            database.update("DELETE FROM tocsin_node WHERE alive_at < ?", now.minus(FORGOTTEN));
        }
    }

    /** It will say no more. Index: the primary key. */
    @InTransaction(TxType.REQUIRES_NEW)
    public void leave() {
        database.update("DELETE FROM tocsin_node WHERE name = ?", name.text());
    }

    /** Those that are up first. There are few, so no index serves the order. */
    @Needs(Permission.READ)
    @InTransaction
    public List<Node> list() {
        Instant upSince = clock.instant().minus(SILENT);
        return database.query(
                "SELECT * FROM tocsin_node ORDER BY alive_at DESC LIMIT " + MOST, row -> Node.read(row, upSince));
    }

    /** The name of this one. */
    public String own() {
        return name.text();
    }

    private static String version() {
        return Optional.ofNullable(Nodes.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
