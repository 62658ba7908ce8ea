package dev.tocsin.issue;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many issues there are, for people to see at a glance: each count has a bound on what it reads. */
@ApplicationScoped
@Needs(Permission.READ)
public class IssueCounts {

    /** No count of open issues goes beyond this. */
    public static final int MOST = 10_000;

    /** A transaction that began earlier may commit so much later than another. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static final String OPENED = "created_at";
    private static final String RESOLVED = "resolved_at";

    @Inject
    private Database database;

    @Inject
    private Clock clock;

    private final Map<String, Counted> days = new ConcurrentHashMap<>();

    /** What was counted of a day, and up to when. */
    private record Counted(long count, Instant upTo) {}

    /** How many issues were opened and resolved on a day, in UTC. */
    public record Day(LocalDate date, long opened, long resolved) {}

    /**
     * Open issues that were created within a span of time.
     *
     * @param count at most {@link #MOST}
     */
    public record Age(Instant from, Instant to, long count) {

        public boolean isMore() {
            return count >= MOST;
        }
    }

    /**
     * Open issues by when they were created.
     *
     * @param ages in rising order; the last group is everything older than the last of them
     */
    @InTransaction
    public List<Age> openByAge(List<Duration> ages) {
        Instant now = clock.instant();
        List<Age> counts = new ArrayList<>();
        Instant to = now.plus(SETTLED);
        for (Duration age : ages) {
            Instant from = now.minus(age);
            counts.add(open(from, to));
            to = from;
        }
        counts.add(open(Instant.EPOCH, to));
        return counts;
    }

    /** Index: tocsin_issue_by_status. */
    private Age open(Instant from, Instant to) {
        long count = database.query(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM tocsin_issue WHERE status = 'OPEN' AND created_at >= ?"
                                + " AND created_at < ? LIMIT " + MOST + ") counted",
                        row -> row.getLong(1),
                        from,
                        to)
                .get(0);
        return new Age(from, to, count);
    }

    /** The last days, the present one included, oldest first. */
    @InTransaction
    public List<Day> daily(int number) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        days.keySet()
                .removeIf(key ->
                        key.substring(0, 10).compareTo(today.minusDays(number).toString()) < 0);
        List<Day> daily = new ArrayList<>();
        for (int ago = number - 1; ago >= 0; ago--) {
            LocalDate date = today.minusDays(ago);
            daily.add(new Day(date, count(OPENED, date), count(RESOLVED, date)));
        }
        return daily;
    }

    /**
     * Goes on from what is counted already: of days that are over, nothing is left to read. Index: tocsin_issue_newest,
     * tocsin_issue_by_resolved.
     */
    private long count(String column, LocalDate date) {
        Instant begin = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant now = clock.instant();
        Counted counted = days.getOrDefault(date + column, new Counted(0, begin));
        Instant settled = now.minus(SETTLED).isBefore(end) ? now.minus(SETTLED) : end;
        if (counted.upTo().isBefore(settled)) {
            counted = new Counted(counted.count() + count(column, counted.upTo(), settled), settled);
            days.put(date + column, counted);
        }
        return counted.count() + (counted.upTo().isBefore(end) ? count(column, counted.upTo(), end) : 0);
    }

    private long count(String column, Instant from, Instant to) {
        return database.query(
                        "SELECT COUNT(*) FROM tocsin_issue WHERE " + column + " >= ? AND " + column + " < ?",
                        row -> row.getLong(1),
                        from,
                        to)
                .get(0);
    }
}
