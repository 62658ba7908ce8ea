package dev.tocsin.security;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Who changed what, when, from where: {@code login.succeeded}, {@code login.failed}, {@code password.change};
 * {@code create}, {@code update} and {@code delete} of {@code responder}, {@code assertion} and {@code user};
 * {@code token.create}, {@code token.revoke}; {@code action.run_again}; {@code issues.resolve} for more than one issue
 * at once; {@code mail.test}. An entry is part of the transaction of the change: either both are there, or neither.
 */
@ApplicationScoped
public class AuditTrail {

    private static final int MOST_SUBJECT = 500;
    private static final int MOST_WHO = 200;

    @Inject
    private Database database;

    @Inject
    private Ids ids;

    @Inject
    private Clock clock;

    @Inject
    private CurrentCaller caller;

    /**
     * Records what the caller does; of an object, only what is otherwise before and after. Secrets are
     * left out by their names.
     *
     * @param what the kind of thing, a dot, and what is done to it
     * @param subject what it is done to, for people
     * @param before JSON null for nothing
     * @param after JSON null for nothing
     */
    @InTransaction
    public void record(String what, String subject, JsonValue before, JsonValue after) {
        record(
                caller.get().map(Caller::text).orElse(Caller.CODE),
                caller.get().map(Caller::address).orElse(null),
                what,
                subject,
                before,
                after);
    }

    /** For those who are not callers yet, and may not become any. */
    @InTransaction
    void record(String who, String address, String what, String subject, JsonValue before, JsonValue after) {
        Difference difference = Difference.between(Secrets.without(before), Secrets.without(after));
        database.update(
                "INSERT INTO tocsin_audit (id, at, who, address, what, subject, was, became)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ids.next(),
                clock.instant(),
                cut(who, MOST_WHO),
                Database.nullable(address),
                what,
                cut(subject, MOST_SUBJECT),
                Database.nullable(Difference.text(difference.before())),
                Database.nullable(Difference.text(difference.after())));
    }

    /** Newest first. Index: tocsin_audit_newest, _by_who or _by_what, by the filter. */
    @Needs(ADMINISTER)
    @InTransaction
    public Page<AuditEntry> find(AuditQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        if (query.who() != null) {
            conditions.add("who = ?");
            parameters.add(query.who());
        }
        if (query.what() != null) {
            conditions.add("(what = ? OR (what >= ? AND what < ?))");
            parameters.addAll(List.of(query.what(), query.what() + ".", query.what() + "/"));
        }
        if (query.from() != null) {
            conditions.add("at >= ?");
            parameters.add(query.from());
        }
        if (query.to() != null) {
            conditions.add("at < ?");
            parameters.add(query.to());
        }
        if (query.after() != null) {
            // The first half is what the index can use.
            conditions.add("at <= ? AND (at < ? OR id < ?)");
            parameters.addAll(List.of(
                    query.after().at(), query.after().at(), query.after().id()));
        }
        parameters.add(query.limit() + 1);
        List<AuditEntry> rows = database.query(
                "SELECT * FROM tocsin_audit"
                        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                        + " ORDER BY at DESC, id DESC LIMIT ?",
                AuditEntry::read,
                parameters.toArray());
        return Page.of(rows, query.limit(), entry -> new Cursor(entry.at(), entry.id()));
    }

    private static String cut(String text, int most) {
        String visible = Text.visible(text);
        return visible.length() <= most ? visible : Text.visible(visible.substring(0, most));
    }
}
