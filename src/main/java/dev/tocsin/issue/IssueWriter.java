package dev.tocsin.issue;

import dev.tocsin.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes issues and their occurrences within the transaction that is there. Those that are new are inserted in the order of
 * their fingerprints, and only then those that are there are changed, in the order of their ids, as everybody does. So no two
 * transactions wait for each other: whoever inserts has changed nothing yet that another might need.
 */
@ApplicationScoped
class IssueWriter {

    /** Someone else creates the issue, it is closed, someone else creates it: not more often than this. */
    private static final int ROUNDS = 20;

    private IssueTable table;
    private Ids ids;
    private Clock clock;

    /** For the container's proxy. */
    protected IssueWriter() {}

    @Inject
    IssueWriter(IssueTable table, Ids ids, Clock clock) {
        this.table = table;
        this.ids = ids;
        this.clock = clock;
    }

    /** Others have closed meanwhile what a transaction was to count: to insert it now would be out of order. */
    static final class Overtaken extends RuntimeException {

        Overtaken() {
            super("Others closed some of the same issues at the same moment", null, false, false);
        }
    }

    /** What is done about those that others close meanwhile. */
    enum WhenOvertaken {
        /** {@link Overtaken} is thrown. The transaction is to be rolled back, and begun again. */
        FAIL,
        /** They are opened in whatever order, at the risk that the database ends the transaction. */
        GO_ON
    }

    /** What came of each, in the same order. */
    List<Occurrence> open(List<Wish> wanted, long revision, WhenOvertaken whenOvertaken) {
        Batch batch = new Batch(wanted, revision, whenOvertaken);
        batch.insertThoseThatAreAlwaysNew();
        if (batch.missing().size() > 1) {
            batch.insertThoseThatAreFirst();
            batch.countThoseThatAreThere();
        }
        batch.openTheOthers();
        return List.of(batch.occurrences);
    }

    /** What is opened in one transaction. */
    private final class Batch {

        private final List<Wish> wanted;
        private final long revision;
        private final WhenOvertaken whenOvertaken;
        private final Occurrence[] occurrences;

        /** The ids of issues that are there, by their fingerprints. */
        private final Map<String, Long> there = new HashMap<>();

        Batch(List<Wish> wanted, long revision, WhenOvertaken whenOvertaken) {
            this.wanted = wanted;
            this.revision = revision;
            this.whenOvertaken = whenOvertaken;
            this.occurrences = new Occurrence[wanted.size()];
        }

        /** Of which nothing has come yet. */
        List<Integer> missing() {
            return IntStream.range(0, occurrences.length)
                    .filter(i -> occurrences[i] == null)
                    .boxed()
                    .toList();
        }

        void insertThoseThatAreAlwaysNew() {
            List<Issue> created = new ArrayList<>();
            for (int i : missing()) {
                if (!wanted.get(i).once()) {
                    Issue issue = opened(wanted.get(i), revision);
                    created.add(issue);
                    occurrences[i] = new Occurrence(Occurrence.Outcome.CREATED, issue);
                }
            }
            table.insert(created);
        }

        void insertThoseThatAreFirst() {
            Map<String, Integer> absent = new TreeMap<>();
            missing().forEach(i -> absent.putIfAbsent(fingerprint(i), i));
            there.putAll(table.unresolved(absent.keySet()));
            absent.keySet().removeAll(there.keySet());
            Map<Integer, Issue> issues = new LinkedHashMap<>();
            absent.values().forEach(i -> issues.put(i, openedOnce(wanted.get(i), revision)));
            Set<Long> inserted = table.insertThoseThatAreFirst(List.copyOf(issues.values()));
            issues.forEach((i, issue) -> {
                if (inserted.contains(issue.id())) {
                    occurrences[i] = new Occurrence(Occurrence.Outcome.CREATED, issue);
                    there.put(issue.fingerprint(), issue.id());
                    absent.remove(issue.fingerprint());
                }
            });
            if (!absent.isEmpty()) {
                // Others were faster.
                there.putAll(table.unresolved(absent.keySet()));
            }
        }

        void countThoseThatAreThere() {
            missing().stream()
                    .filter(i -> there.containsKey(fingerprint(i)))
                    .sorted(Comparator.comparing(i -> there.get(fingerprint(i))))
                    .forEachOrdered(i -> table.countOccurrences(there.get(fingerprint(i)), 1, now())
                            .ifPresent(issue -> occurrences[i] = Occurrence.again(issue)));
            if (whenOvertaken == WhenOvertaken.FAIL && !missing().isEmpty()) {
                throw new Overtaken();
            }
        }

        /** A single one, or those that were closed meanwhile. */
        void openTheOthers() {
            missing().forEach(i -> occurrences[i] = openOnce(wanted.get(i), revision));
        }

        private String fingerprint(int i) {
            return wanted.get(i).fingerprint();
        }
    }

    private Occurrence openOnce(Wish wanted, long revision) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Issue> seen = table.countOccurrences(wanted.fingerprint(), 1, now());
            if (seen.isPresent()) {
                return Occurrence.again(seen.get());
            }
            Issue issue = openedOnce(wanted, revision);
            if (table.insertIfFirst(issue)) {
                return new Occurrence(Occurrence.Outcome.CREATED, issue);
            }
        }
        throw new IllegalStateException(
                "The issue \"" + wanted.issue().name() + "\" was created by someone else " + ROUNDS
                        + " times, and cannot be seen from this transaction; a transaction that joins must be READ COMMITTED");
    }

    private Issue openedOnce(Wish wanted, long revision) {
        Issue issue = opened(wanted, revision);
        issue.holdOnceKey();
        return issue;
    }

    private Issue opened(Wish wanted, long revision) {
        return Issue.opened(ids.next(), wanted.issue(), wanted.fingerprint(), now(), wanted.by(), revision);
    }

    /**
     * Counts what came in storms. What came of each, in the same order: empty if its issue had been closed after the last
     * occurrence, and nobody has opened it again.
     *
     * @throws Overtaken if there are several, and for one of them an issue would have to be opened
     */
    List<Optional<Occurrence>> count(List<Storm.Tally> tallies, long revision) {
        if (tallies.size() == 1) {
            return List.of(count(tallies.get(0), revision));
        }
        Map<String, Long> there =
                table.unresolved(tallies.stream().map(Storm.Tally::fingerprint).collect(Collectors.toSet()));
        ToLongFunction<Storm.Tally> id = tally -> there.getOrDefault(tally.fingerprint(), tally.issueId());
        Map<Storm.Tally, Optional<Occurrence>> counted = new IdentityHashMap<>();
        tallies.stream()
                .sorted(Comparator.comparingLong(id))
                .forEachOrdered(tally -> counted.put(tally, countThere(tally, id.applyAsLong(tally))));
        return tallies.stream().map(counted::get).toList();
    }

    private Optional<Occurrence> countThere(Storm.Tally tally, long id) {
        Optional<Issue> open = table.countOccurrences(id, tally.occurrences(), tally.last());
        if (open.isEmpty() && !(id == tally.issueId() && table.countOfClosed(id, tally.occurrences(), tally.last()))) {
            throw new Overtaken();
        }
        return open.map(Occurrence::again);
    }

    private Optional<Occurrence> count(Storm.Tally tally, long revision) {
        Optional<Issue> open = table.countOccurrences(tally.fingerprint(), tally.occurrences(), tally.last());
        if (open.isPresent()) {
            return open.map(Occurrence::again);
        }
        if (table.countOfClosed(tally.issueId(), tally.occurrences(), tally.last())) {
            return Optional.empty();
        }
        Occurrence first = openOnce(tally.latest(), revision);
        return Optional.of(
                tally.occurrences() == 1
                        ? first
                        : table.countOccurrences(tally.fingerprint(), tally.occurrences() - 1, tally.last())
                                .map(issue -> new Occurrence(first.outcome(), issue))
                                .orElse(first));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
