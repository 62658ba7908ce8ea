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

/** An application that opens issues by {@code IssueService}, with several threads. */
@Path("open")
@RequestScoped
public class OpenResource {

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
     * @param how {@code always}; {@code once}, each of another name; or {@code storm}: once, all of one name
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
            case "once", "storm" -> issues::openOnce;
            default -> throw new IllegalArgumentException(how);
        };
        boolean storm = how.equals("storm");
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
        return Long.toString(System.nanoTime() - start);
    }

    private static Map<String, ?> details(int i) {
        return Map.of("host", String.format("web-%03d", i % 1000), "error", "connection timed out", "attempt", i);
    }
}
