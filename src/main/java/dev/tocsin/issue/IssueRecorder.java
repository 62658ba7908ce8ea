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
import java.util.stream.Collectors;

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
    public List<Occurrence> open(List<Wish> wanted) {
        List<Occurrence> occurrences = record(wanted, revision.known());
        occurrences.forEach(this::tell);
        return occurrences;
    }

    /** The same, for several callers: it fails, rather than that they all wait long for a row that one of them needs. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> openTogether(List<Wish> wanted) {
        if (wanted.stream().anyMatch(Wish::once)) {
            table.waitShortly();
        }
        return open(wanted);
    }

    /** Without telling anyone: the sweep matches them, because their revision is behind. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> openUnwatched(List<Wish> wanted) {
        return record(wanted, WatchRevision.NONE);
    }

    /** As a part of the caller's transaction. */
    @InTransaction(TxType.MANDATORY)
    public Occurrence openJoining(Wish wanted) {
        Occurrence occurrence = record(List.of(wanted), revision.known()).get(0);
        tell(occurrence);
        return occurrence;
    }

    /**
     * Counts what came in storms. What came of each, in the same order: empty if its issue had been closed after
     * the last occurrence, and nobody has opened it again.
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Optional<Occurrence>> count(List<Storm.Tally> tallies) {
        long known = revision.known();
        List<Optional<Occurrence>> counted =
                tallies.stream().map(tally -> count(tally, known)).toList();
        counted.forEach(occurrence -> occurrence.ifPresent(this::tell));
        return counted;
    }

    /** The same, without telling anyone. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Optional<Occurrence> countUnwatched(Storm.Tally tally) {
        return count(tally, WatchRevision.NONE);
    }

    private Optional<Occurrence> count(Storm.Tally tally, long known) {
        Wish wish = tally.latest();
        Optional<Issue> open = table.countOccurrences(wish.fingerprint(), tally.occurrences(), tally.last());
        if (open.isPresent()) {
            return open.map(Occurrence::again);
        }
        if (table.countOfClosed(tally.issueId(), tally.occurrences(), tally.last())) {
            return Optional.empty();
        }
        Occurrence first = once(wish, known);
        return Optional.of(
                tally.occurrences() == 1
                        ? first
                        : table.countOccurrences(wish.fingerprint(), tally.occurrences() - 1, tally.last())
                                .map(issue -> new Occurrence(first.outcome(), issue))
                                .orElse(first));
    }

    private List<Occurrence> record(List<Wish> wanted, long known) {
        Occurrence[] occurrences = new Occurrence[wanted.size()];
        List<Issue> created = new ArrayList<>();
        List<Integer> once = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).once()) {
                once.add(i);
            } else {
                Issue issue = opened(wanted.get(i), known);
                created.add(issue);
                occurrences[i] = new Occurrence(Occurrence.Outcome.CREATED, issue);
            }
        }
        table.insert(created);
        Map<String, Long> there = once.size() > 1 ? table.unresolved(fingerprints(wanted, once)) : Map.of();
        once.sort(inOrder(wanted, there));
        List<Integer> absent = new ArrayList<>();
        for (int i : once) {
            String fingerprint = wanted.get(i).fingerprint();
            Optional<Issue> seen =
                    there.containsKey(fingerprint) ? table.countOccurrences(fingerprint, 1, now()) : Optional.empty();
            seen.ifPresentOrElse(issue -> occurrences[i] = Occurrence.again(issue), () -> absent.add(i));
        }
        absent.sort(Comparator.comparing(i -> wanted.get(i).fingerprint()));
        Map<Integer, Issue> first = table.canInsertMany() && once.size() > 1 && !absent.isEmpty()
                ? firstOnes(wanted, absent, known)
                : Map.of();
        first.forEach((i, issue) -> occurrences[i] = new Occurrence(Occurrence.Outcome.CREATED, issue));
        absent.removeAll(first.keySet());
        if (table.canInsertMany() && absent.size() > 1) {
            // Others have opened them meanwhile.
            absent.sort(inOrder(wanted, table.unresolved(fingerprints(wanted, absent))));
        }
        absent.forEach(i -> occurrences[i] = once(wanted.get(i), known));
        return List.of(occurrences);
    }

    private static Set<String> fingerprints(List<Wish> wanted, List<Integer> some) {
        return some.stream().map(i -> wanted.get(i).fingerprint()).collect(Collectors.toSet());
    }

    /** That in which everybody changes issues, by their ids, so that no two wait for each other. */
    private static Comparator<Integer> inOrder(List<Wish> wanted, Map<String, Long> there) {
        return Comparator.comparing(i -> there.getOrDefault(wanted.get(i).fingerprint(), Long.MAX_VALUE));
    }

    /** Those that nobody has opened: all of them in one statement, rather than one by one. */
    private Map<Integer, Issue> firstOnes(List<Wish> wanted, List<Integer> absent, long known) {
        Map<String, Integer> byFingerprint = new LinkedHashMap<>();
        absent.forEach(i -> byFingerprint.putIfAbsent(wanted.get(i).fingerprint(), i));
        Map<Integer, Issue> issues = new LinkedHashMap<>();
        byFingerprint.values().forEach(i -> {
            Issue issue = opened(wanted.get(i), known);
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

    private Occurrence once(Wish wanted, long known) {
        String fingerprint = wanted.fingerprint();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Issue> seen = table.countOccurrences(fingerprint, 1, now());
            if (seen.isPresent()) {
                return Occurrence.again(seen.get());
            }
            Issue issue = opened(wanted, known);
            issue.holdOnceKey();
            if (table.insertIfFirst(issue)) {
                return new Occurrence(Occurrence.Outcome.CREATED, issue);
            }
        }
        throw new IllegalStateException(
                "The issue \"" + wanted.issue().name() + "\" was created by someone else " + ROUNDS
                        + " times, and cannot be seen from this transaction; a transaction that joins must be READ COMMITTED");
    }

    private Issue opened(Wish wanted, long known) {
        return Issue.opened(ids.next(), wanted.issue(), wanted.fingerprint(), now(), wanted.by(), known);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
