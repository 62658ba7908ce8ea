package dev.tocsin.issue;

import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records issues: each method here is one transaction, or a part of the caller's. */
@ApplicationScoped
class IssueRecorder {

    /** Someone else creates the issue, it is closed, someone else creates it: not more often than this. */
    private static final int ROUNDS = 20;

    private IssueTable table;
    private Ids ids;
    private Clock clock;
    private WatchRevision revision;
    private Event<Object> events;

    /** For the container's proxy. */
    protected IssueRecorder() {}

    @Inject
    IssueRecorder(IssueTable table, Ids ids, Clock clock, WatchRevision revision, Event<Object> events) {
        this.table = table;
        this.ids = ids;
        this.clock = clock;
        this.revision = revision;
        this.events = events;
    }

    /** All or none. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> open(List<Opening> wanted, Actor by) {
        List<Occurrence> occurrences = record(wanted, by, revision.known());
        occurrences.forEach(this::tell);
        return occurrences;
    }

    /** Without telling anyone: the sweep matches them, because their revision is behind. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> openUnwatched(List<Opening> wanted, Actor by) {
        return record(wanted, by, WatchRevision.NONE);
    }

    /** As a part of the caller's transaction. */
    @InTransaction(TxType.MANDATORY)
    public Occurrence openJoining(Opening wanted, Actor by) {
        Occurrence occurrence = record(List.of(wanted), by, revision.known()).get(0);
        tell(occurrence);
        return occurrence;
    }

    private List<Occurrence> record(List<Opening> wanted, Actor by, long known) {
        Occurrence[] occurrences = new Occurrence[wanted.size()];
        List<Issue> created = new ArrayList<>();
        List<Integer> once = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).once()) {
                once.add(i);
            } else {
                Issue issue = Issue.opened(ids.next(), wanted.get(i).issue(), now(), by, known);
                created.add(issue);
                occurrences[i] = new Occurrence(Occurrence.Outcome.CREATED, issue);
            }
        }
        table.insert(created);
        // In one order everywhere, so that two who open the same issues do not wait for each other.
        once.sort(Comparator.comparing(i -> Fingerprint.of(wanted.get(i).issue())));
        Map<Integer, Issue> first =
                table.canInsertMany() && once.size() > 1 ? firstOnes(wanted, once, by, known) : Map.of();
        once.forEach(i -> occurrences[i] = first.containsKey(i)
                ? new Occurrence(Occurrence.Outcome.CREATED, first.get(i))
                : once(wanted.get(i).issue(), by, known));
        return List.of(occurrences);
    }

    /** Those that nobody has opened: all of them in one statement, rather than one by one. */
    private Map<Integer, Issue> firstOnes(List<Opening> wanted, List<Integer> once, Actor by, long known) {
        Map<String, Integer> byFingerprint = new LinkedHashMap<>();
        once.forEach(i -> byFingerprint.putIfAbsent(Fingerprint.of(wanted.get(i).issue()), i));
        byFingerprint.keySet().removeAll(table.unresolved(byFingerprint.keySet()));
        Map<Integer, Issue> issues = new LinkedHashMap<>();
        byFingerprint.values().forEach(i -> {
            Issue issue = Issue.opened(ids.next(), wanted.get(i).issue(), now(), by, known);
            issue.holdOnceKey();
            issues.put(i, issue);
        });
        Set<Long> inserted = table.insertThoseThatAreFirst(List.copyOf(issues.values()));
        issues.values().removeIf(issue -> !inserted.contains(issue.id()));
        return issues;
    }

    private void tell(Occurrence occurrence) {
        Issue issue = occurrence.counted();
        switch (occurrence.outcome()) {
            case CREATED ->
                events.fire(new IssueEvents.Opened(
                        issue.id(), issue.name(), issue.recordOrNull(), issue.createdAt(), issue.revision()));
            case ALREADY_OPEN ->
                events.fire(new IssueEvents.Occurred(
                        issue.id(),
                        issue.name(),
                        issue.recordOrNull(),
                        issue.lastSeenAt(),
                        issue.openedAt(),
                        issue.occurrences()));
            case SUPPRESSED -> {
                // nobody is to hear of it
            }
        }
    }

    private Occurrence once(NewIssue wanted, Actor by, long known) {
        String fingerprint = Fingerprint.of(wanted);
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Issue> seen = table.countOccurrence(fingerprint, now());
            if (seen.isPresent()) {
                return new Occurrence(
                        seen.get().isOpen() ? Occurrence.Outcome.ALREADY_OPEN : Occurrence.Outcome.SUPPRESSED,
                        seen.get());
            }
            Issue issue = Issue.opened(ids.next(), wanted, now(), by, known);
            issue.holdOnceKey();
            if (table.insertIfFirst(issue)) {
                return new Occurrence(Occurrence.Outcome.CREATED, issue);
            }
        }
        throw new IllegalStateException("The issue \"" + wanted.name() + "\" was created by someone else " + ROUNDS
                + " times, and cannot be seen from this transaction; a transaction that joins must be READ COMMITTED");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
