package dev.tocsin.job;

/** Where a job is. */
public enum JobStatus {
    /** It was asked for, and has not begun. */
    STARTING,
    RUNNING,
    /** It was told to stop, and has not ended yet. */
    STOPPING,
    /** It was stopped; it can be restarted, and goes on where it was. */
    STOPPED,
    /** Something went wrong; it can be restarted, and goes on where it was. */
    FAILED,
    COMPLETED;

    public boolean hasEnded() {
        return this == STOPPED || this == FAILED || this == COMPLETED;
    }
}
