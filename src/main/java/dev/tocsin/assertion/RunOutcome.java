package dev.tocsin.assertion;

/** What came of a run. */
record RunOutcome(AssertionState state, long checked, long failing, long opened, long resolved, String message) {

    static RunOutcome error(String message) {
        return new RunOutcome(AssertionState.ERROR, 0, 0, 0, 0, message);
    }
}
