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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The responders that this node matches issues against: in memory, as of the last time it looked. */
@ApplicationScoped
class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class.getName());

    /** With more, all are read. */
    private static final int MOST_CHANGES = 500;

    @Inject
    private Database database;

    @Inject
    private WatchRevision known;

    /** Those whose pattern cannot be used. */
    private final Set<Long> leftOut = new HashSet<>();

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
            index = index.revision() == WatchRevision.NONE ? all(revision) : changes(revision);
            known.reached(revision);
        }
    }

    private PatternIndex all(long revision) {
        leftOut.clear();
        return new PatternIndex(revision, watchers("r.enabled = TRUE"));
    }

    /**
     * Of many responders, few change at a time. One that was deleted left nothing behind that could be read: it shows
     * in that there are fewer than there should be. Index: tocsin_responder_by_revision.
     */
    private PatternIndex changes(long revision) {
        List<Long> replaced = database.query(
                "SELECT id FROM tocsin_responder WHERE revision > ? LIMIT " + (MOST_CHANGES + 1),
                row -> row.getLong("id"),
                index.revision());
        if (replaced.size() > MOST_CHANGES) {
            return all(revision);
        }
        replaced.forEach(leftOut::remove);
        PatternIndex next = replaced.isEmpty()
                ? index.with(revision, List.of(), List.of())
                : index.with(
                        revision, replaced, watchers("r.enabled = TRUE AND r.id = ANY(?)", Database.longs(replaced)));
        long enabled = database.query(
                        "SELECT COUNT(*) FROM tocsin_responder WHERE enabled = TRUE", row -> row.getLong(1))
                .get(0);
        return enabled == next.size() + leftOut.size() ? next : all(revision);
    }

    private List<PatternIndex.Watcher> watchers(String which, Object... parameters) {
        Map<Long, List<PatternIndex.Task>> tasks = new HashMap<>();
        database.query(
                "SELECT a.id, a.responder_id, a.target_function, a.function_kwargs, a.delay_sec, a.revision"
                        + " FROM tocsin_responder_action a JOIN tocsin_responder r ON r.id = a.responder_id WHERE "
                        + which + " ORDER BY a.responder_id, a.delay_sec, a.position",
                row -> tasks.computeIfAbsent(row.getLong("responder_id"), none -> new ArrayList<>())
                        .add(new PatternIndex.Task(
                                row.getLong("id"),
                                row.getString("target_function"),
                                arguments(row.getString("function_kwargs")),
                                row.getInt("delay_sec"),
                                row.getLong("revision"))),
                parameters);
        List<PatternIndex.Watcher> watchers = new ArrayList<>();
        database.query(
                "SELECT r.id, r.watch_pattern, r.allow_retry FROM tocsin_responder r WHERE " + which,
                row -> watch(
                        row.getLong("id"),
                        row.getString("watch_pattern"),
                        row.getBoolean("allow_retry"),
                        tasks.getOrDefault(row.getLong("id"), List.of()),
                        watchers),
                parameters);
        return watchers;
    }

    private static JsonObject arguments(String text) {
        return JsonColumn.read(text) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** A pattern that cannot be used, because someone wrote it into the table, stops nobody else. */
    private boolean watch(
            long id,
            String pattern,
            boolean allowRetry,
            List<PatternIndex.Task> tasks,
            List<PatternIndex.Watcher> all) {
        try {
            return all.add(new PatternIndex.Watcher(id, WatchPattern.compile(pattern), allowRetry, tasks));
        } catch (PatternRefused e) {
            leftOut.add(id);
            LOG.log(Level.WARNING, "Responder {0,number,#} is left out: its watch_pattern {1}", new Object[] {
                id, e.getMessage()
            });
            return false;
        }
    }
}
