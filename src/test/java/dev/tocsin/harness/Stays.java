package dev.tocsin.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The file that the action {@code stay} writes, and what its lines say. */
public record Stays(Path file) {

    private record Line(String key, Instant at, boolean begins) {
        static Line read(String line) {
            String[] words = line.split(" ");
            return new Line(words[0], Instant.parse(words[2]), words[3].equals("begins"));
        }
    }

    /** The action that writes it, and ends once there is a file. */
    public Map<String, Object> actionUntil(Path end) {
        return Map.of(
                "target_function", "stay", "function_kwargs", Map.of("file", file.toString(), "until", end.toString()));
    }

    private List<Line> lines() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Line::read).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often one has begun. */
    public long begun() {
        return lines().stream().filter(Line::begins).count();
    }

    /** The keys of those that began once more before they had ended. */
    public List<String> overlapping() {
        Map<String, List<Line>> byKey =
                lines().stream().sorted(Comparator.comparing(Line::at)).collect(Collectors.groupingBy(Line::key));
        List<String> overlapping = new ArrayList<>();
        byKey.forEach((key, lines) -> {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).begins() != (i % 2 == 0)) {
                    overlapping.add(key + ": " + lines);
                    return;
                }
            }
        });
        return overlapping;
    }
}
