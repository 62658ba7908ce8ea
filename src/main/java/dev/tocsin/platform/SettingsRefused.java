package dev.tocsin.platform;

import java.util.List;

/** The configuration has wrong values: all of them, each by the name of its environment variable. */
public class SettingsRefused extends RuntimeException {

    private final transient List<String> problems;

    public SettingsRefused(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
