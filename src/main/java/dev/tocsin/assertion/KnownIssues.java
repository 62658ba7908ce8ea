package dev.tocsin.assertion;

import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.UnresolvedIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The issues of an assertion that are open or won't-fix, as they were when its run began: read once, and
 * struck out as their records are seen. For use by the threads of one run.
 */
final class KnownIssues {

    private final Map<String, List<UnresolvedIssue>> byRecord = new ConcurrentHashMap<>();
    private final List<UnresolvedIssue> aboutNoRecord = new ArrayList<>();
    private final int open;

    private KnownIssues(IssueService issues, String name, String recordType) {
        int[] count = new int[1];
        issues.eachUnresolved(name, issue -> {
            if (issue.record().isEmpty()) {
                aboutNoRecord.add(issue);
            } else if (issue.record().get().type().equals(recordType)) {
                byRecord.computeIfAbsent(issue.record().get().id(), none -> new ArrayList<>(1))
                        .add(issue);
                count[0] += issue.status() == IssueStatus.OPEN ? 1 : 0;
            }
        });
        open = count[0];
    }

    static KnownIssues of(IssueService issues, String name, String recordType) {
        return new KnownIssues(issues, name, recordType);
    }

    /** How many issues about records were open. */
    int open() {
        return open;
    }

    boolean isEmpty() {
        return byRecord.isEmpty();
    }

    /** Strikes out those of a record that was seen. @return which they were */
    List<UnresolvedIssue> strike(String recordId) {
        List<UnresolvedIssue> known = byRecord.remove(recordId);
        return known == null ? List.of() : known;
    }

    /** The records that were not seen. */
    Map<String, List<UnresolvedIssue>> left() {
        return Map.copyOf(byRecord);
    }

    /** Those open about no record: what says that there were too many. */
    List<Long> summaries() {
        return openOnes(aboutNoRecord);
    }

    static List<Long> openOnes(List<UnresolvedIssue> issues) {
        return issues.stream()
                .filter(issue -> issue.status() == IssueStatus.OPEN)
                .map(UnresolvedIssue::id)
                .toList();
    }
}
