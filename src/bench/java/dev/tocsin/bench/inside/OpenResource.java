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
import java.util.stream.IntStream;

/** An application that opens issues by {@code IssueService}, with several threads. */
@Path("open")
@RequestScoped
public class OpenResource {

    private static final int STORM_PER_SECOND = 50_000;
    private static final int STORM_AT_ONCE = 50;

    /** Made before: the storm is to take no more of the machine than its calls do. */
    private static final List<Map<String, ?>> STORMY = IntStream.range(0, 1000)
            .<Map<String, ?>>mapToObj(OpenResource::details)
            .toList();

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
     * @return the nanoseconds that all calls took together, and how many times a second the other thread opened its one name
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
        Future<Long> beside = executor.submit(() -> blow(enough));
        List<Future<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        try {
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
            return took + " " + beside.get();
        } finally {
            enough.set(true);
        }
    }

    /** Some calls at once, and a pause until it is time for the next of them: a thread that waits takes nothing of a core. */
    private long blow(AtomicBoolean enough) {
        long start = System.nanoTime();
        long calls = 0;
        while (!enough.get()) {
            for (int i = 0; i < STORM_AT_ONCE; i++) {
                issues.openOnce("stormy-issue", STORMY.get((int) (calls++ % STORMY.size())));
            }
            LockSupport.parkNanos(start + calls * 1_000_000_000L / STORM_PER_SECOND - System.nanoTime());
        }
        return Math.round(calls / ((System.nanoTime() - start) / 1e9));
    }

    private static Map<String, ?> details(int i) {
        return Map.of("host", String.format("web-%03d", i % 1000), "error", "connection timed out", "attempt", i);
    }
}
