package dev.tocsin.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies before anything is done with them. A body that comes slowly keeps a thread of the server waiting; of
 * one caller, and of all who have not said who they are, only so many may do so that the others find a thread. What
 * they send is in memory until it is done with; only so much of it may be that the server has room to work.
 */
@ApplicationScoped
class BodyReader {

    /** The body cannot be taken. */
    static final class Refused extends Exception {
        private final int status;

        Refused(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** At the same time, of one caller. */
    private static final int MOST_OF_ONE = 30;

    /** At the same time, of all callers; the server has two hundred threads. */
    private static final int MOST = 100;

    private static final int MOST_OF_NOBODIES = 60;

    /** At the same time, of all in one network who have not said who they are. */
    private static final int MOST_OF_A_NETWORK = 10;

    /** From then on, a body has to come at {@link #LEAST_PER_SECOND}. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Bytes. */
    private static final long LEAST_PER_SECOND = 10_000;

    /** Of the heap: what is made of a body while it is worked on may be twenty times as large. */
    private static final int PART_OF_HEAP = 32;

    private final Semaphore all = new Semaphore(MOST);
    private final Semaphore nobodies = new Semaphore(MOST_OF_NOBODIES);
    private final Map<String, Integer> reading = new ConcurrentHashMap<>();
    private final BodyBudget room = budget(Runtime.getRuntime().maxMemory());
    private final BodyBudget roomForNobodies = new BodyBudget(
            (long) MOST_OF_NOBODIES * Gate.MOST_OF_NOBODY, (long) MOST_OF_A_NETWORK * Gate.MOST_OF_NOBODY);

    /** The greatest body of one caller leaves room for those of others. */
    private static BodyBudget budget(long heap) {
        long most = Math.max(2L * Gate.MOST_BODY, heap / PART_OF_HEAP);
        return new BodyBudget(most, Math.max(Gate.MOST_BODY, most / 4));
    }

    /** What is done with a request. */
    @FunctionalInterface
    interface Use {
        void of(HttpServletRequest request) throws IOException, ServletException;
    }

    /**
     * Has something done with the same request, whose body, if it has one, is in memory meanwhile.
     *
     * @param most bytes of a body
     * @throws Refused if the body is too large, or comes too slowly, or there is no room for it; nothing is done then
     */
    void with(HttpServletRequest request, Caller caller, int most, Use use)
            throws IOException, ServletException, Refused {
        if (!RequestOrigin.matters(request) || request.getContentLengthLong() == 0) {
            use.of(request);
            return;
        }
        String type = request.getContentType();
        if (type != null && type.startsWith("multipart/")) {
            throw new Refused(415, "The body is " + type.split(";")[0] + "; nothing here takes files");
        }
        long announced = request.getContentLengthLong();
        if (announced > most) {
            throw tooLarge(most);
        }
        boolean nobody = caller.role() == null;
        String who = nobody ? ClientAddress.network(caller.address()) : caller.text();
        try (BodyBudget.Share share = (nobody ? roomForNobodies : room).of(who)) {
            // Before any of it is read: two that have come halfway would keep each other out.
            hold(share, announced);
            byte[] body = inTurn(request.getInputStream(), nobody, who, most, share);
            use.of(new RequestWithBody(request, body));
        }
    }

    private static Refused tooLarge(int most) {
        return new Refused(413, "The body has more than " + most + " bytes, which is the limit");
    }

    private static void hold(BodyBudget.Share share, long bytes) throws Refused {
        if (!share.has(bytes)) {
            throw new Refused(
                    503,
                    "There is no room for " + bytes
                            + " bytes beside the bodies that are being worked on; try again soon");
        }
    }

    private byte[] inTurn(ServletInputStream body, boolean nobody, String who, int mostBytes, BodyBudget.Share share)
            throws IOException, Refused {
        int most = nobody ? MOST_OF_A_NETWORK : MOST_OF_ONE;
        Semaphore of = nobody ? nobodies : all;
        if (!of.tryAcquire()) {
            throw new Refused(503, "Too many bodies are on their way; try again soon");
        }
        try {
            if (reading.merge(who, 1, Integer::sum) > most) {
                throw new Refused(503, "More than " + most + " bodies of yours are on their way; try again soon");
            }
            return bytes(body, mostBytes, share);
        } finally {
            reading.computeIfPresent(who, (key, count) -> count == 1 ? null : count - 1);
            of.release();
        }
    }

    private static byte[] bytes(ServletInputStream body, int most, BodyBudget.Share share) throws IOException, Refused {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        long start = System.nanoTime();
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (bytes.size() + count > most) {
                throw tooLarge(most);
            }
            hold(share, bytes.size() + count);
            bytes.write(buffer, 0, count);
            long late = System.nanoTime() - start - PATIENCE.toNanos();
            if (late > bytes.size() / LEAST_PER_SECOND * 1_000_000_000L) {
                throw new Refused(408, "The body comes too slowly");
            }
        }
        return bytes.toByteArray();
    }
}
