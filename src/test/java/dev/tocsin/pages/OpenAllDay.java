package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A dashboard that stays open while 50 issues a second are opened, each with an action: for ten minutes, or as many as
 * {@code -Dminutes} says. Too long for every build; the README tells how to run it.
 */
class OpenAllDay {

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("minutes", 10));
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int PER_SECOND = 50;
    private static final Duration CURRENT = Duration.ofSeconds(5);
    private static final Pattern NUMBER = Pattern.compile("Flood (\\d+)");
    private static final Pattern USED =
            Pattern.compile("^memory_usedHeap_bytes(?:\\{[^}]*})? ([0-9.E+]+)", Pattern.MULTILINE);

    /** What was seen at one look. */
    private record Look(double behindSeconds, double serverMib, double pageMib) {}

    @Test
    void theDashboardStaysCurrentAndTheMemoryFlat() throws InterruptedException {
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(4);
        AtomicInteger opened = new AtomicInteger();
        try (Server server = Server.onPostgres(Postgres.newDatabase())
                        .forLong()
                        .withTestActions()
                        .ready();
                Browser browser = new Browser(server.api().root(), "en")) {
            Api api = server.api();
            api.respond("Flood .*", List.of(Map.of("target_function", "log")));
            browser.signIn("admin", Server.PASSWORD).open("/tocsin/");
            clients.scheduleAtFixedRate(
                    () -> api.open("Flood " + opened.incrementAndGet()),
                    0,
                    1_000_000 / PER_SECOND,
                    TimeUnit.MICROSECONDS);
            List<Look> looks = new ArrayList<>();
            long start = System.nanoTime();
            while (System.nanoTime() - start < LENGTH.toNanos()) {
                await().pollDelay(LOOK).atMost(LOOK.plusSeconds(5)).until(() -> true);
                Look look = look(api, browser, opened.get());
                System.out.printf(
                        "%4d s: %6d opened, %4.1f s behind, server %5.0f MiB, page %5.1f MiB%n",
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                        opened.get(),
                        look.behindSeconds(),
                        look.serverMib(),
                        look.pageMib());
                looks.add(look);
            }
            assertThat(opened.get()).isGreaterThan((int) (LENGTH.toSeconds() * PER_SECOND * 0.95));
            assertThat(looks).allMatch(look -> look.behindSeconds() <= CURRENT.toSeconds());
            assertThat(least(looks, true, Look::serverMib))
                    .as("the least that the server used")
                    .isLessThan(least(looks, false, Look::serverMib) * 1.25 + 20);
            assertThat(least(looks, true, Look::pageMib))
                    .as("the least that the page used")
                    .isLessThan(least(looks, false, Look::pageMib) * 1.25 + 10);
            browser.assertSound("dashboard-flood");
        } finally {
            clients.shutdownNow();
        }
    }

    /** In the first, or the last, third: what is in use right after a collection is the least of many looks. */
    private static double least(List<Look> looks, boolean last, java.util.function.ToDoubleFunction<Look> what) {
        int third = looks.size() / 3;
        List<Look> some = last ? looks.subList(looks.size() - third, looks.size()) : looks.subList(0, third);
        return some.stream().mapToDouble(what).min().orElseThrow();
    }

    private static Look look(Api api, Browser browser, int opened) {
        Matcher shown = NUMBER.matcher(browser.text("[data-key='lists']"));
        assertThat(shown.find()).isTrue();
        double behind = Math.max(0, opened - Integer.parseInt(shown.group(1))) / (double) PER_SECOND;
        Matcher used = USED.matcher(api.get("/metrics").expecting(200).body());
        assertThat(used.find()).isTrue();
        Number page = (Number) browser.script("return performance.memory.usedJSHeapSize");
        return new Look(behind, Double.parseDouble(used.group(1)) / 1024 / 1024, page.doubleValue() / 1024 / 1024);
    }
}
