package dev.tocsin.issue;

import java.time.Instant;

/** The little that is needed of an issue to match it, whatever its status. */
public record RecentName(long id, String name, IssueStatus status, Instant createdAt) {}
