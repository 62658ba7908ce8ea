package dev.tocsin.bench.inside;

import dev.tocsin.issue.IssueService;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** An application that opens issues by {@code IssueService}, with several threads. */
@Path("open")
@RequestScoped
public class OpenResource {

    private static final int STORM_PER_SECOND = 50_000;
    private static final int STORM_AT_ONCE = 100;

    @Inject
    private IssueService issues;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    /** How an issue is opened: the how-manieth of all. */
    @FunctionalInterface
    private interface Opening {
        void open(String name, Map<String, ?> details);
    }

    /**
     * @param how {@code always}; {@code once}, each of another name; {@code storm}: once, all of one name; or {@code
     *     amid}: as {@code once}, while another thread opens one name fifty thousand times a second
     * @param name what the names begin with
     * @return the nanoseconds that all calls took together
     */
    @POST
    @Path("{how}/{threads}/{calls}")
    public String open(
            @PathParam("how") String how, @PathParam("threads") int threads, @PathParam("calls") int calls, String name)
            throws ExecutionException, InterruptedException {
        Opening opening = switch (how) {
            case "always" -> issues::open;
            case "once", "storm", "amid" -> issues::openOnce;
            default -> throw new IllegalArgumentException(how);
        };
        boolean storm = how.equals("storm");
        AtomicBoolean enough = new AtomicBoolean(!how.equals("amid"));
        Future<?> beside = executor.submit(() -> blow(enough));
        List<Future<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            all.add(executor.submit(() -> {
                for (int i = first; i < calls; i += threads) {
                    opening.open(storm ? name : name + String.format("%07d", i), details(i));
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        long took = System.nanoTime() - start;
        enough.set(true);
        beside.get();
        return Long.toString(took);
    }

    private void blow(AtomicBoolean enough) {
        long next = System.nanoTime();
        for (int i = 0; !enough.get(); i++) {
            issues.openOnce("stormy-issue", details(i));
            if (i % STORM_AT_ONCE == 0) {
                next += STORM_AT_ONCE * 1_000_000_000L / STORM_PER_SECOND;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private static Map<String, ?> details(int i) {
        return Map.of("host", String.format("web-%03d", i % 1000), "error", "connection timed out", "attempt", i);
    }
}
