package dev.tocsin.dispatch;

/** What is known of an action that was planned for an issue: enough to decide whether to plan it again. */
public record PlannedBefore(
        long id,
        long issueId,
        long responderId,
        long responderActionId,
        int pass,
        long revision,
        int attempts,
        IssueActionState state,
        CancelCause cancelCause) {

    /** The same, cancelled. */
    public PlannedBefore cancelled(CancelCause cause) {
        return new PlannedBefore(
                id,
                issueId,
                responderId,
                responderActionId,
                pass,
                revision,
                attempts,
                IssueActionState.CANCELLED,
                cause);
    }
}
