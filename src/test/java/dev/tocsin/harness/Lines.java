package dev.tocsin.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The file that the action {@code append} writes, and what its lines say. */
public record Lines(Path file) {

    /** One run of an action. */
    public record Line(String key, int attempt, Instant started, long issue) {}

    public List<Line> all() {
        try {
            return !Files.exists(file)
                    ? List.of()
                    : whole(Files.readString(file)).lines().map(Lines::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a line that is being written. */
    private static String whole(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private static Line read(String line) {
        String[] words = line.split(" ");
        return new Line(words[0], Integer.parseInt(words[1]), Instant.parse(words[2]), Long.parseLong(words[3]));
    }

    /** The action that writes it. */
    public Map<String, Object> action() {
        return Map.of("target_function", "append", "function_kwargs", Map.of("file", file.toString()));
    }

    /** The action that writes it, and then goes on for half a second. */
    public Map<String, Object> slowAction() {
        return Map.of("target_function", "append-slowly", "function_kwargs", Map.of("file", file.toString()));
    }

    /** The same as {@link #action()}, so many seconds later. */
    public Map<String, Object> action(int delaySeconds) {
        return Map.of(
                "target_function",
                "append",
                "function_kwargs",
                Map.of("file", file.toString()),
                "delay_sec",
                delaySeconds);
    }
}
