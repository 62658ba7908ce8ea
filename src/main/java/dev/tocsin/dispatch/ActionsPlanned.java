package dev.tocsin.dispatch;

import java.time.Instant;

/**
 * Actions were planned, in the transaction that fires this.
 *
 * @param earliest when the first of them is due
 */
public record ActionsPlanned(Instant earliest) {}
