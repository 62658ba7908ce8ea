package dev.tocsin.issue;

/** What can be asked of the storms from outside of the application, over JMX. */
public interface StormsMXBean {

    /**
     * Writes what was counted in memory, and counts nothing in memory any more. There is no way back but a new start.
     */
    void stop();
}
