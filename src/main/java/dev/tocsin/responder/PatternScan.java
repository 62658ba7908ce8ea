package dev.tocsin.responder;

import java.util.ArrayDeque;
import java.util.Deque;

/** Goes through a pattern a step at a time; an escape is one step, and so is a class in brackets. */
final class PatternScan {

    private final String text;
    private final Deque<Integer> groups = new ArrayDeque<>();
    private int index = -1;
    private int end;
    private int depth;
    private int openClass = -1;

    PatternScan(String text) {
        this.text = text;
    }

    boolean next() {
        index = end;
        if (index >= text.length()) {
            return false;
        }
        end = index + 1;
        switch (text.charAt(index)) {
            case '\\' -> end = afterEscape();
            case '[' -> end = afterClass();
            case '(' -> {
                groups.push(index);
                depth++;
            }
            case ')' -> {
                groups.poll();
                depth--;
            }
            default -> {
                // a step of its own
            }
        }
        return true;
    }

    private int afterEscape() {
        if (text.startsWith("\\Q", index)) {
            int quoted = text.indexOf("\\E", index);
            return quoted < 0 ? text.length() : quoted + 2;
        }
        if (text.startsWith("{", index + 2) && "xpP".indexOf(text.charAt(index + 1)) >= 0) {
            int closed = text.indexOf('}', index);
            return closed < 0 ? text.length() : closed + 1;
        }
        return Math.min(text.length(), index + 2);
    }

    /** How many characters this step quotes. */
    int quoted() {
        return text.startsWith("\\Q", index) ? end - index : 0;
    }

    private int afterClass() {
        int closed = classEnd(text, index);
        if (closed < 0) {
            openClass = index;
            return text.length();
        }
        return closed;
    }

    /**
     * Where a class in brackets ends that begins there.
     *
     * @return the position after its closing bracket; -1 if it has none
     */
    static int classEnd(String text, int start) {
        int i = start + 1;
        if (text.startsWith("^", i)) {
            i++;
        }
        if (text.startsWith("]", i)) {
            i++;
        }
        while (i < text.length() && text.charAt(i) != ']') {
            if (text.startsWith("[:", i) && text.indexOf(":]", i) > 0) {
                i = text.indexOf(":]", i) + 1;
            } else if (text.charAt(i) == '\\') {
                i++;
            }
            i++;
        }
        return i < text.length() ? i + 1 : -1;
    }

    void skipTo(int position) {
        end = position;
    }

    char at() {
        return text.charAt(index);
    }

    int index() {
        return index;
    }

    int depth() {
        return depth;
    }

    int openClass() {
        return openClass;
    }

    int openGroup() {
        return groups.isEmpty() ? -1 : groups.peek();
    }
}
