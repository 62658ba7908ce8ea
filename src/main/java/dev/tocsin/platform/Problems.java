package dev.tocsin.platform;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with an input, so that its author can mend it all at once. */
public final class Problems {

    private static final int SHOWN = 80;

    private final List<Problem> found = new ArrayList<>();

    public void add(String path, String message) {
        found.add(new Problem(path, message));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many there are: to see whether a step found any. */
    public int count() {
        return found.size();
    }

    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** @throws InvalidInput if anything was wrong */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInput(found);
        }
    }

    /** The path of a field inside {@code parent}. */
    public static String path(String parent, String field) {
        return parent.isEmpty() ? field : parent + "." + field;
    }

    /** A value as a message shows it: quoted, and not longer than a line. */
    public static String shown(String value) {
        String line = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        return '"' + Text.visible(line) + '"';
    }
}
