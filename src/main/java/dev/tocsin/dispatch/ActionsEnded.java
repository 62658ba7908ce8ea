package dev.tocsin.dispatch;

/**
 * Attempts at actions have ended, and the database has what came of them.
 *
 * @param attempts how many
 */
public record ActionsEnded(int attempts) {}
