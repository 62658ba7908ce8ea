package dev.tocsin.dispatch;

/** What can be asked of the dispatcher from outside of the application, over JMX. */
public interface DispatcherMXBean {

    /** How many actions this node is running. */
    int getRunning();

    /**
     * Starts nothing more, waits a bounded time for what runs ({@code tocsin.shutdown.grace}), and leaves
     * the rest planned. There is no way back but a new start.
     */
    void stop();
}
