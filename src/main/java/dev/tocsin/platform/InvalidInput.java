package dev.tocsin.platform;

import java.util.List;
import java.util.stream.Collectors;

/** An input was refused before anything was written. */
public class InvalidInput extends IllegalArgumentException {

    private final transient List<Problem> problems;

    public InvalidInput(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public InvalidInput(String path, String message) {
        this(List.of(new Problem(path, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
