package dev.tocsin.responder;

import dev.tocsin.issue.WatchRevision;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.JsonColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The responders that this node matches issues against: in memory, as of the last time it looked. */
@ApplicationScoped
class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class.getName());

    @Inject
    private Database database;

    @Inject
    private WatchRevision known;

    private volatile PatternIndex index = new PatternIndex(WatchRevision.NONE, List.of());

    PatternIndex index() {
        return index;
    }

    /** Looks whether responders were saved, here or on another node, and takes them over. */
    @InTransaction(TxType.REQUIRES_NEW)
    public synchronized void refresh() {
        // Read first: what is read after it is as new, or newer.
        long revision = database.query("SELECT revision FROM tocsin_responder_revision", row -> row.getLong(1))
                .get(0);
        if (revision > index.revision()) {
            index = new PatternIndex(revision, load());
            known.reached(revision);
        }
    }

    /** Everything that is enabled; there is no index to it, because there are no others to leave out. */
    private List<PatternIndex.Watcher> load() {
        Map<Long, List<PatternIndex.Task>> tasks = new HashMap<>();
        database.query(
                "SELECT id, responder_id, target_function, function_kwargs, delay_sec, revision"
                        + " FROM tocsin_responder_action ORDER BY responder_id, delay_sec, position",
                row -> tasks.computeIfAbsent(row.getLong("responder_id"), none -> new ArrayList<>())
                        .add(new PatternIndex.Task(
                                row.getLong("id"),
                                row.getString("target_function"),
                                arguments(row.getString("function_kwargs")),
                                row.getInt("delay_sec"),
                                row.getLong("revision"))));
        List<PatternIndex.Watcher> watchers = new ArrayList<>();
        database.query(
                "SELECT id, watch_pattern, allow_retry FROM tocsin_responder WHERE enabled = TRUE",
                row -> watch(
                        row.getLong("id"),
                        row.getString("watch_pattern"),
                        row.getBoolean("allow_retry"),
                        tasks.getOrDefault(row.getLong("id"), List.of()),
                        watchers));
        return watchers;
    }

    private static JsonObject arguments(String text) {
        return JsonColumn.read(text) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** A pattern that cannot be used, because someone wrote it into the table, stops nobody else. */
    private static boolean watch(
            long id,
            String pattern,
            boolean allowRetry,
            List<PatternIndex.Task> tasks,
            List<PatternIndex.Watcher> all) {
        try {
            return all.add(new PatternIndex.Watcher(id, WatchPattern.compile(pattern), allowRetry, tasks));
        } catch (PatternRefused e) {
            LOG.log(Level.WARNING, "Responder {0,number,#} is left out: its watch_pattern {1}", new Object[] {
                id, e.getMessage()
            });
            return false;
        }
    }
}
