package dev.tocsin.issue;

import java.util.Optional;

/**
 * The little that is needed of an open issue, or one that is won't-fix, to tell whether its record still
 * fails.
 */
public record UnresolvedIssue(long id, Optional<RecordRef> record, IssueStatus status) {}
