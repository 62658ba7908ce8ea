package dev.tocsin.security;

import java.util.HashMap;
import java.util.Map;

/** How many bytes of bodies may be in memory at the same time, of all callers and of each. */
final class BodyBudget {

    private final long most;
    private final long mostOfOne;
    private final Map<String, Long> ofEach = new HashMap<>();
    private long all;

    /**
     * @param most bytes, of all
     * @param mostOfOne bytes, of each
     */
    BodyBudget(long most, long mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** For one body of that caller; nothing yet. Whoever has it gives it back by closing it. */
    Share of(String who) {
        return new Share(who);
    }

    private synchronized boolean take(String who, long bytes) {
        long his = ofEach.getOrDefault(who, 0L);
        if (all + bytes > most || his + bytes > mostOfOne) {
            return false;
        }
        all += bytes;
        ofEach.put(who, his + bytes);
        return true;
    }

    private synchronized void giveBack(String who, long bytes) {
        all -= bytes;
        ofEach.computeIfPresent(who, (key, his) -> his == bytes ? null : his - bytes);
    }

    /** What one body takes. */
    final class Share implements AutoCloseable {

        private final String who;
        private long taken;

        private Share(String who) {
            this.who = who;
        }

        /** @return whether it has so many bytes now; false if there is not so much left */
        boolean has(long bytes) {
            if (bytes > taken && BodyBudget.this.take(who, bytes - taken)) {
                taken = bytes;
            }
            return bytes <= taken;
        }

        @Override
        public void close() {
            giveBack(who, taken);
            taken = 0;
        }
    }
}
