package dev.tocsin.launch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Has the port while the server starts: no other program can take it meanwhile, and whoever comes is told to come again
 * soon, with 503 and {@code Retry-After}; a browser does by itself.
 */
final class Doorkeeper {

    private static final int RETRY_SECONDS = 5;

    private static final String PROBLEM = "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
            + "\"detail\":\"Tocsin is starting; try again in a few seconds\"}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, work -> {
        Thread thread = new Thread(work, "tocsin-doorkeeper");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws IOException if another program has it */
    Doorkeeper(int port) throws IOException {
        String page = Tocsin.resource("/dev/tocsin/launch/starting.html");
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", request -> sayLater(request, page));
        server.setExecutor(threads);
        server.start();
    }

    private static void sayLater(HttpExchange request, String html) throws IOException {
        String accepted = request.getRequestHeaders().getFirst("Accept");
        boolean page = accepted != null && accepted.contains("text/html");
        byte[] body = (page ? html : PROBLEM).getBytes(StandardCharsets.UTF_8);
        Headers headers = request.getResponseHeaders();
        headers.set("Content-Type", page ? "text/html; charset=utf-8" : "application/problem+json");
        headers.set("Cache-Control", "no-store");
        headers.set("Connection", "close");
        headers.set("Retry-After", Integer.toString(RETRY_SECONDS));
        if (page) {
            headers.set("Refresh", Integer.toString(RETRY_SECONDS));
        }
        boolean bodiless = request.getRequestMethod().equals("HEAD");
        request.sendResponseHeaders(503, bodiless ? -1 : body.length);
        if (!bodiless) {
            request.getResponseBody().write(body);
        }
        request.close();
    }

    /** Then the port is free. */
    void leave() {
        server.stop(0);
        threads.shutdownNow();
    }
}
