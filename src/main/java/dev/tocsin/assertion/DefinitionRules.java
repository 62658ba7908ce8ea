package dev.tocsin.assertion;

import dev.tocsin.issue.NewIssue;
import dev.tocsin.platform.DurationText;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import java.time.Duration;

/** What every definition of an assertion must be like, whoever made it. */
final class DefinitionRules {

    static final int MOST_ATTEMPTS = 1000;
    static final int MOST_ISSUES = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_QUERY = 4000;

    private DefinitionRules() {}

    static void check(Definition wanted, Problems problems) {
        Text.checkFilled(wanted.name(), "name", NewIssue.MOST_NAME, problems);
        wanted.schedule().check("", problems);
        if (wanted.attempts() < 1 || wanted.attempts() > MOST_ATTEMPTS) {
            problems.add(
                    "attempts", "is " + wanted.attempts() + "; needed is a whole number from 1 to " + MOST_ATTEMPTS);
        }
        if (wanted.maxIssues() < 1 || wanted.maxIssues() > MOST_ISSUES) {
            problems.add(
                    "max_issues", "is " + wanted.maxIssues() + "; needed is a whole number from 1 to " + MOST_ISSUES);
        }
        boolean inTime = DurationText.parse(wanted.timeout())
                .filter(limit -> limit.toMillis() >= 1 && limit.compareTo(LONGEST) <= 0)
                .isPresent();
        if (!inTime) {
            problems.add(
                    "timeout",
                    "is " + Problems.shown(wanted.timeout())
                            + "; needed is a duration such as 500ms, 30s or 5m, from 1ms to 1d");
        }
        RecordSelection records = wanted.records();
        if (records != null) {
            checkText(records.where(), "where", problems);
            checkText(records.query(), "query", problems);
        }
    }

    private static void checkText(String text, String path, Problems problems) {
        if (text != null) {
            Text.check(text, path, MOST_QUERY, problems);
        }
    }
}
