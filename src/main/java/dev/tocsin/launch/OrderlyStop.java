package dev.tocsin.launch;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * When the process is told to end, first lets those finish that have something to write, then everything else. The
 * server alone would take the data sources away before any of the application's own callbacks, and the log with them,
 * because the hooks of a Java process run at the same time.
 */
final class OrderlyStop implements Runnable {

    /** What has something to write. */
    private static final List<String> STOPPED_FIRST = List.of("Storms", "Dispatcher");

    private final List<Thread> others;
    private final PrintStream out;

    private OrderlyStop(List<Thread> others, PrintStream out) {
        this.others = others;
        this.out = out;
    }

    /** To be called when the server runs, so that its hooks are there. */
    static void install(PrintStream out) {
        List<Thread> others = hooks();
        others.forEach(Runtime.getRuntime()::removeShutdownHook);
        Runtime.getRuntime().addShutdownHook(new Thread(new OrderlyStop(others, out), "tocsin-stop"));
    }

    /** No public way leads to them; where this one is closed, all hooks run at the same time, as they always did. */
    private static List<Thread> hooks() {
        try {
            Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            hooks.setAccessible(true);
            List<Thread> threads = new ArrayList<>();
            ((Map<?, ?>) hooks.get(null)).keySet().forEach(thread -> threads.add((Thread) thread));
            return threads;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return List.of();
        }
    }

    @Override
    public void run() {
        STOPPED_FIRST.forEach(this::stop);
        out.println("Tocsin has stopped.");
        // What the server prints to itself while it goes down is for nobody.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(System.out);
        others.forEach(Thread::start);
        for (Thread other : others) {
            try {
                other.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void stop(String type) {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName name : beans.queryNames(new ObjectName("dev.tocsin:type=" + type + ",*"), null)) {
                beans.invoke(name, "stop", new Object[0], new String[0]);
            }
        } catch (JMException e) {
            out.println("The " + type.toLowerCase(Locale.ROOT) + " could not be stopped: " + e.getMessage());
        }
    }
}
