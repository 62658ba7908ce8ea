package dev.tocsin.dispatch;

import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * An action that is to be run for an issue.
 *
 * @param pass the how-manieth time that this action of the responder is planned for this issue, from 0
 * @param revision the revision of the responder's action that this is
 */
public record Plan(
        long issueId,
        long responderId,
        long responderActionId,
        int pass,
        long revision,
        String watchPattern,
        String targetFunction,
        JsonObject functionKwargs,
        Instant dueAt) {}
