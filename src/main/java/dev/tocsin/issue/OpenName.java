package dev.tocsin.issue;

import java.time.Instant;

/** The little that is needed of an open issue to match it. */
public record OpenName(long id, String name, Instant createdAt) {}
