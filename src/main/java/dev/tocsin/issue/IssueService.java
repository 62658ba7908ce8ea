package dev.tocsin.issue;

import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;
import static dev.tocsin.security.Permission.REPORT;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens, closes and finds issues. Inject it:
 *
 * <pre>{@code
 * @Inject IssueService issues;
 *
 * issues.open("That *impossible* edge case finally happened", Map.of("order", 17));
 * issues.openOnce("Stock is negative", Map.of("stock", -3), RecordRef.of(Article.class, 4711));
 * }</pre>
 *
 * <p><b>Recording.</b> {@code open} and {@code openOnce} commit in a transaction of their own: what
 * they record stays when the caller's transaction rolls back. They do not fail for a reason that is
 * Tocsin's own, such as a responder that cannot be matched; the issue is then recorded first and
 * matched later. Two things they do throw: {@link InvalidInput} for arguments that cannot be stored,
 * before anything is written, and {@link IssueNotRecorded} if the database does not take it. The
 * methods that end in {@code JoiningTransaction} are part of the caller's transaction instead.
 *
 * <p><b>Changes of status</b> take part in the caller's transaction if there is one, and are kept:
 * {@link #history}. Closing an issue cancels its planned actions in the same transaction.
 */
@ApplicationScoped
public class IssueService {

    private static final int NAMES_AT_ONCE = 5000;

    @Inject
    private IssueRecorder recorder;

    @Inject
    private IssueIntake intake;

    @Inject
    private Storms storms;

    @Inject
    private IssueLife life;

    @Inject
    private IssueFinder finder;

    @Inject
    private IssueSearch search;

    @Inject
    private IssueTable table;

    /**
     * Opens a new issue, whether or not there is one of that name.
     *
     * @param name what went wrong, the same each time it does; up to 500 characters
     * @param details a map, a public record, a list, a text or a JsonValue; null for none; up to 262,144
     *     characters as JSON
     */
    @Needs(REPORT)
    public Issue open(String name, Object details) {
        return open(name, details, null);
    }

    /** The same, about a record. */
    @Needs(REPORT)
    public Issue open(String name, Object details, RecordRef record) {
        return openAll(List.of(Opening.always(NewIssue.of(name, details, record))), Actor.CODE)
                .get(0)
                .counted();
    }

    /** Opens all of them in one transaction, or none. What came of each, in the same order. */
    @Needs(REPORT)
    public List<Occurrence> openAll(List<Opening> wanted, Actor by) {
        List<Opening> all = List.copyOf(wanted);
        if (all.isEmpty()) {
            return List.of();
        }
        boolean once = all.size() == 1 && all.get(0).once();
        return once ? List.of(storms.openOnce(Wish.of(all.get(0), by))) : intake.open(Wish.of(all, by));
    }

    /**
     * Opens an issue unless it is open. However many threads and nodes do so at once, exactly one issue of
     * that name and record is open afterwards, and its occurrences tell how many they were. An issue that
     * is won't-fix is not opened again; its occurrences rise all the same.
     *
     * <p>Of an issue that is seen dozens of times within a quarter of a second, the occurrences are counted in
     * memory and written about four times a second: a storm costs the database nothing. Until then other nodes
     * do not see them; a process that is killed loses what it had counted within its last two seconds. One that
     * is stopped loses none.
     */
    @Needs(REPORT)
    public Occurrence openOnce(String name, Object details) {
        return openOnce(name, details, null);
    }

    /** The same, about a record: an issue is "the same" if its name and its record are. */
    @Needs(REPORT)
    public Occurrence openOnce(String name, Object details, RecordRef record) {
        return openAll(List.of(Opening.once(NewIssue.of(name, details, record))), Actor.CODE)
                .get(0);
    }

    /**
     * As {@link #open(String, Object, RecordRef)}, but part of the caller's transaction: if that rolls
     * back, there was no issue.
     *
     * @throws jakarta.transaction.TransactionalException if there is no transaction
     */
    @Needs(REPORT)
    public Issue openJoiningTransaction(String name, Object details, RecordRef record) {
        return recorder.openJoining(Wish.of(Opening.always(NewIssue.of(name, details, record)), Actor.CODE))
                .counted();
    }

    /**
     * As {@link #openOnce(String, Object, RecordRef)}, but part of the caller's transaction. Others that
     * open the same issue wait until that transaction ends.
     *
     * @throws jakarta.transaction.TransactionalException if there is no transaction
     */
    @Needs(REPORT)
    public Occurrence openOnceJoiningTransaction(String name, Object details, RecordRef record) {
        return recorder.openJoining(Wish.of(Opening.once(NewIssue.of(name, details, record)), Actor.CODE));
    }

    /**
     * Resolves an issue. One that is resolved already stays as it is.
     *
     * @param reason null for none; up to 2,000 characters
     * @throws IssueNotFound if there is none of that id
     * @throws IllegalStatusChange if it is won't-fix
     */
    @Needs(REPORT)
    public Issue resolve(long id, String reason) {
        return resolve(id, reason, Actor.CODE);
    }

    @Needs(REPORT)
    public Issue resolve(long id, String reason, Actor by) {
        return life.resolve(id, by, StatusChange.checkedReason(reason));
    }

    /**
     * Resolves all issues of that name and record that are open now; what is opened meanwhile stays open, and those that
     * are won't-fix stay so. In a transaction for every few hundred of them, unless the caller has one.
     *
     * @param record null for those that are about no record
     * @return how many were resolved
     */
    @Needs(REPORT)
    public int resolveAll(String name, RecordRef record, String reason) {
        return resolveAll(name, record, reason, Actor.CODE);
    }

    @Needs(REPORT)
    public int resolveAll(String name, RecordRef record, String reason, Actor by) {
        requireName(name);
        String checked = StatusChange.checkedReason(reason);
        return resolveInOrder(life.open(name, record), by, checked);
    }

    /**
     * Resolves those of these issues that are open; the others stay as they are. In a transaction for every
     * few hundred of them, unless the caller has one.
     *
     * @return how many were resolved
     */
    @Needs(REPORT)
    public int resolveEach(Collection<Long> ids, String reason, Actor by) {
        String checked = StatusChange.checkedReason(reason);
        return resolveInOrder(ids.stream().sorted().toList(), by, checked);
    }

    /** In one order, so that two who do so at once do not wait for each other in a circle. */
    private int resolveInOrder(List<Long> ids, Actor by, String reason) {
        int resolved = 0;
        for (int from = 0; from < ids.size(); from += IssueLife.CHUNK) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + IssueLife.CHUNK));
            resolved += life.resolveEach(some, by, reason);
        }
        return resolved;
    }

    /**
     * Closes an issue for good: {@code openOnce} does not bring it back, {@link #reopen} does.
     *
     * @throws IssueNotFound if there is none of that id
     */
    @Needs(OPERATE)
    public Issue wontFix(long id, String reason) {
        return wontFix(id, reason, Actor.CODE);
    }

    @Needs(OPERATE)
    public Issue wontFix(long id, String reason, Actor by) {
        return life.wontFix(id, by, StatusChange.checkedReason(reason));
    }

    /**
     * Opens a closed issue again. It is marked as regressed, and the actions that its closing cancelled
     * are planned again, with their delays counted from now. One that is open stays as it is.
     *
     * @throws IssueNotFound if there is none of that id
     */
    @Needs(OPERATE)
    public Issue reopen(long id, String reason) {
        return reopen(id, reason, Actor.CODE);
    }

    @Needs(OPERATE)
    public Issue reopen(long id, String reason, Actor by) {
        return life.reopen(id, by, StatusChange.checkedReason(reason));
    }

    /** Reopens the newest issue of that name and record; empty if there never was one. */
    @Needs(OPERATE)
    public Optional<Issue> reopenNewest(String name, RecordRef record, String reason) {
        requireName(name);
        return life.reopenNewest(name, record, Actor.CODE, StatusChange.checkedReason(reason));
    }

    /**
     * Holds an issue's status as it is until the caller's transaction ends.
     *
     * @throws IssueNotFound if there is none of that id
     */
    @Needs(READ)
    @InTransaction(value = TxType.MANDATORY, dontRollbackOn = IssueNotFound.class)
    public IssueStatus hold(long id) {
        return finder.locked(id).orElseThrow(() -> new IssueNotFound(id)).status();
    }

    @Needs(READ)
    public Optional<Issue> find(long id) {
        storms.settle(read -> read == id);
        return finder.byId(id);
    }

    /** Those of them that exist, in the order of their ids. */
    @Needs(READ)
    public List<Issue> find(Collection<Long> ids) {
        storms.settle(ids::contains);
        return finder.rows(ids);
    }

    /** Newest first. */
    @Needs(READ)
    public Page<Issue> find(IssueQuery query) {
        storms.settle(all -> true);
        return search.page(query);
    }

    /**
     * Goes through the names of the open issues, newest first.
     *
     * @param namePrefix only those that begin so; empty for all
     * @param most stops after so many
     * @return whether there were no more than that
     */
    @Needs(READ)
    @InTransaction
    public boolean eachOpen(String namePrefix, int most, Consumer<OpenName> reader) {
        return each(
                most,
                (after, limit) -> finder.openNames(namePrefix, after, limit),
                name -> new Cursor(name.createdAt(), name.id()),
                reader);
    }

    /**
     * Goes through the names of the issues that were created at that time or later, whatever their status, newest
     * first.
     *
     * @param namePrefix only those that begin so; empty for all
     * @param most stops after so many
     * @return whether there were no more than that
     */
    @Needs(READ)
    @InTransaction
    public boolean eachSince(Instant since, String namePrefix, int most, Consumer<RecentName> reader) {
        return each(
                most,
                (after, limit) -> finder.recentNames(since, namePrefix, after, limit),
                name -> new Cursor(name.createdAt(), name.id()),
                reader);
    }

    private static <T> boolean each(
            int most, BiFunction<Cursor, Integer, List<T>> page, Function<T, Cursor> cursor, Consumer<T> reader) {
        Cursor after = null;
        for (int seen = 0; seen < most; ) {
            List<T> names = page.apply(after, Math.min(NAMES_AT_ONCE, most - seen));
            names.forEach(reader);
            seen += names.size();
            if (names.size() < NAMES_AT_ONCE && seen < most) {
                return true;
            }
            if (!names.isEmpty()) {
                after = cursor.apply(names.get(names.size() - 1));
            }
        }
        return page.apply(after, 1).isEmpty();
    }

    /** Goes through the issues of a name that are open or won't-fix, in no order that is promised. */
    @Needs(READ)
    @InTransaction
    public void eachUnresolved(String name, Consumer<UnresolvedIssue> reader) {
        Long after = null;
        List<UnresolvedIssue> some;
        do {
            some = finder.unresolved(name, after, NAMES_AT_ONCE);
            some.forEach(reader);
            after = some.isEmpty() ? null : some.get(some.size() - 1).id();
        } while (some.size() == NAMES_AT_ONCE);
    }

    /**
     * The status changes of an issue, oldest first, beginning with its opening.
     *
     * @throws IssueNotFound if there is none of that id
     */
    @Needs(READ)
    @InTransaction
    public List<StatusChange> history(long id) {
        List<StatusChange> history = new ArrayList<>();
        history.add(StatusChange.opening(finder.byId(id).orElseThrow(() -> new IssueNotFound(id))));
        history.addAll(finder.changes(id));
        return history;
    }

    /**
     * When it occurred: occurrences that came one soon after the other are one burst. Oldest first; of very
     * many, the latest hundred.
     *
     * @throws IssueNotFound if there is none of that id
     */
    @InTransaction
    public List<Burst> bursts(long id) {
        Issue issue = finder.byId(id).orElseThrow(() -> new IssueNotFound(id));
        return Burst.of(issue.createdAt(), issue.lastSeenAt(), issue.occurrences(), table.bursts(id));
    }

    private static void requireName(String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidInput("name", "is empty; it needs a text");
        }
    }
}
