package dev.tocsin.responder;

import static dev.tocsin.security.Permission.READ;

import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.OpenName;
import dev.tocsin.issue.RecentName;
import dev.tocsin.platform.Problems;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells what a pattern would match, before a responder with it is saved. */
@ApplicationScoped
public class PatternTrial {

    /** Open issues that are looked at, at the most. */
    public static final int MOST_LOOKED_AT = 100_000;

    private static final int FIRST_ONES = 10;

    /** How far back issues are looked at that are not open any more. */
    public static final int DAYS = 30;

    @Inject
    private IssueService issues;

    @Inject
    private Clock clock;

    /**
     * What it matches.
     *
     * @param matchesName whether it matches the name that was given; null if none was
     * @param count how many of the open issues that were looked at it matches
     * @param complete whether all open issues that it could match were looked at, rather than the newest
     *     {@link #MOST_LOOKED_AT}
     * @param first the newest of them
     */
    public record Result(Boolean matchesName, int count, boolean complete, List<OpenName> first) {}

    /**
     * What it matches of the issues of the last {@link #DAYS} days, whatever their status.
     *
     * @param count how many of those that were looked at it matches
     * @param complete whether all that it could match were looked at, rather than the newest {@link #MOST_LOOKED_AT}
     * @param first the newest of them
     */
    public record Recent(int count, boolean complete, List<RecentName> first) {}

    /** @throws dev.tocsin.platform.InvalidInput if the pattern is refused */
    @Needs(READ)
    public Recent recent(String watchPattern) {
        WatchPattern pattern = compiled(watchPattern);
        List<RecentName> first = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        boolean complete = issues.eachSince(
                clock.instant().minus(Duration.ofDays(DAYS)), pattern.literalPrefix(), MOST_LOOKED_AT, issue -> {
                    if (pattern.matches(issue.name()) && count.incrementAndGet() <= FIRST_ONES) {
                        first.add(issue);
                    }
                });
        return new Recent(count.get(), complete, List.copyOf(first));
    }

    /**
     * @param name null for none
     * @throws dev.tocsin.platform.InvalidInput if the pattern is refused
     */
    @Needs(READ)
    public Result of(String watchPattern, String name) {
        WatchPattern pattern = compiled(watchPattern);
        List<OpenName> first = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        boolean complete = issues.eachOpen(pattern.literalPrefix(), MOST_LOOKED_AT, issue -> {
            if (pattern.matches(issue.name()) && count.incrementAndGet() <= FIRST_ONES) {
                first.add(issue);
            }
        });
        return new Result(name == null ? null : pattern.matches(name), count.get(), complete, List.copyOf(first));
    }

    private static WatchPattern compiled(String watchPattern) {
        Problems problems = new Problems();
        ResponderJson.checkPattern(watchPattern, problems);
        problems.throwIfAny();
        return WatchPattern.compile(watchPattern);
    }
}
