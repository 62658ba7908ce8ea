package dev.tocsin.platform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Where a page of a list ended: the next one begins after it, however many rows were added in between.
 * Its text is opaque to callers.
 */
public record Cursor(Instant at, long id) {

    /** Some thousand years: what every database can compare with. */
    private static final long MOST_MICROS = 100_000_000_000_000_000L;

    public String text() {
        long micros = Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
        String plain = micros + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws InvalidInput if the text was not made by {@link #text()} */
    public static Cursor parse(String text, String path) {
        try {
            String[] plain =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split("\\.", -1);
            if (plain.length == 2) {
                long micros = Long.parseLong(plain[0]);
                if (micros >= -MOST_MICROS && micros <= MOST_MICROS) {
                    return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), Long.parseLong(plain[1]));
                }
            }
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException notOurs) {
            // refused below
        }
        throw new InvalidInput(
                path, "is " + Problems.shown(text) + "; needed is the value that a page's \"next\" link carries");
    }
}
