package dev.tocsin.dispatch;

/** Why an action will not run: it decides whether it may be planned again. */
public enum CancelCause {
    /** Planned again when the issue is reopened. */
    ISSUE_CLOSED,
    /** Planned again if the responder as it is now still asks for it. */
    RESPONDER_CHANGED,
    /** Someone said so: counts as executed. */
    BY_HAND
}
