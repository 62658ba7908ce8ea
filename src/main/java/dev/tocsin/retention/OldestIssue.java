package dev.tocsin.retention;

import java.time.Instant;

/**
 * The oldest issue that is still there.
 *
 * @param openedAt when it was opened first
 */
public record OldestIssue(long id, String name, Instant openedAt) {}
