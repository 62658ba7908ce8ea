package dev.tocsin.dispatch;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Says how many threads are kept by actions that were interrupted, a heartbeat ago at least, and go on nevertheless. */
final class LeftBehindWatch {

    private static final Logger LOG = Logger.getLogger(LeftBehindWatch.class.getName());

    private final Workers workers;

    /** So many it were when it was said last: it is said again of twice as many. */
    private int said;

    private boolean allWere;

    LeftBehindWatch(Workers workers) {
        this.workers = workers;
    }

    /**
     * To be called at each heartbeat.
     *
     * @return whether there is a thread again, after there was none
     */
    synchronized boolean look() {
        int count = workers.leftBehind();
        int most = workers.most();
        if (count > 0 && (count >= 2 * said || count == most && said < most)) {
            LOG.log(
                    Level.WARNING,
                    "{0} actions whose time is over go on although they were interrupted, and keep a thread each."
                            + " At {1} of them, this node starts nothing more until one of them ends.",
                    new Object[] {count, most});
            said = count;
        } else if (count == 0) {
            said = 0;
        }
        boolean allWereBefore = allWere;
        allWere = count >= most;
        return allWereBefore && !allWere;
    }
}
