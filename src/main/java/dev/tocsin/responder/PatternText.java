package dev.tocsin.responder;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.platform.Problems;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/** What can be told of a pattern from its text alone. */
final class PatternText {

    private static final java.util.regex.Pattern REPEAT =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");

    private PatternText() {}

    /**
     * What every match begins with, so that most patterns need not be tried on most names.
     *
     * <p>Conservative: where the text is more than a row of plain characters, the prefix ends before it.
     */
    static String literalPrefix(String text) {
        if (hasAlternatives(text)) {
            return "";
        }
        StringBuilder prefix = new StringBuilder();
        int last = 0;
        int i = text.startsWith("^") ? 1 : 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '*' || c == '?' || c == '{') {
                prefix.setLength(last);
                return prefix.toString();
            }
            if (".[](+|)^$}".indexOf(c) >= 0) {
                return prefix.toString();
            }
            if (c == '\\') {
                i++;
                if (i == text.length() || Character.isLetterOrDigit(text.charAt(i))) {
                    return prefix.toString();
                }
            }
            int codePoint = text.codePointAt(i);
            last = prefix.length();
            prefix.appendCodePoint(codePoint);
            i += Character.charCount(codePoint);
        }
        return prefix.toString();
    }

    private static boolean hasAlternatives(String text) {
        Scan scan = new Scan(text);
        while (scan.next()) {
            if (scan.at() == '|' && scan.depth() == 0) {
                return true;
            }
        }
        return false;
    }

    /** About how many steps it compiles to, saturating. */
    static long steps(String text) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long atom = 0;
        Scan scan = new Scan(text);
        while (scan.next()) {
            Matcher repeat = REPEAT.matcher(text).region(scan.index(), text.length());
            switch (scan.at()) {
                case '(' -> {
                    outer.push(sum + atom);
                    sum = 0;
                    atom = 0;
                }
                case ')' -> {
                    long group = sum + atom + 2;
                    sum = outer.isEmpty() ? 0 : outer.pop();
                    atom = group;
                }
                case '*', '+', '?' -> atom++;
                case '{' -> {
                    if (repeat.lookingAt()) {
                        atom = saturated(atom, times(repeat));
                        scan.skipTo(repeat.end());
                    } else {
                        sum += atom;
                        atom = 1;
                    }
                }
                default -> {
                    sum += atom;
                    atom = 1;
                }
            }
        }
        return sum + atom;
    }

    private static long times(Matcher repeat) {
        String most = repeat.group(3);
        long least = Long.parseLong(repeat.group(1));
        return Math.max(1, most == null ? least : most.isEmpty() ? least + 1 : Long.parseLong(most));
    }

    private static long saturated(long a, long b) {
        return a > Integer.MAX_VALUE / Math.max(1, b) ? Integer.MAX_VALUE : a * b;
    }

    /** Python and Java have these; in linear time they cannot be had. */
    static void refuseUnsupported(String text) {
        Scan scan = new Scan(text);
        while (scan.next()) {
            String rest = text.substring(scan.index());
            if (scan.at() == '(' && (rest.startsWith("(?=") || rest.startsWith("(?!"))) {
                throw unsupported("a look-ahead", scan.index());
            }
            if (scan.at() == '(' && (rest.startsWith("(?<=") || rest.startsWith("(?<!"))) {
                throw unsupported("a look-behind", scan.index());
            }
            if (scan.at() == '\\' && rest.length() > 1 && rest.charAt(1) >= '1' && rest.charAt(1) <= '9'
                    || rest.startsWith("(?P=")) {
                throw unsupported("a back-reference", scan.index());
            }
        }
    }

    private static PatternRefused unsupported(String what, int position) {
        return new PatternRefused("has " + what + " at position " + position
                + ", which patterns here cannot have: they match in linear time (RE2 syntax)");
    }

    /** The library's message, with where it is. */
    static PatternRefused explained(String text, PatternSyntaxException refusal) {
        return new PatternRefused("is " + Problems.shown(text) + ", which is not a pattern: " + refusal.getDescription()
                + " at position " + position(text, refusal));
    }

    private static int position(String text, PatternSyntaxException refusal) {
        Scan scan = new Scan(text);
        while (scan.next()) {
            if (scan.depth() < 0) {
                return scan.index();
            }
        }
        if (refusal.getDescription().startsWith("missing closing ]")) {
            return Math.max(0, scan.openClass());
        }
        if (refusal.getDescription().startsWith("missing closing )")) {
            return Math.max(0, scan.openGroup());
        }
        return firstPrefixWith(text, refusal);
    }

    /** The parser reads from the left, so the first prefix that it refuses in the same way ends at the fault. */
    private static int firstPrefixWith(String text, PatternSyntaxException refusal) {
        for (int end = 1; end <= text.length(); end++) {
            try {
                Pattern.compile(text.substring(0, end));
            } catch (PatternSyntaxException e) {
                if (e.getDescription().equals(refusal.getDescription())) {
                    int length = e.getPattern() == null ? 1 : e.getPattern().length();
                    return Math.max(0, end - length);
                }
            }
        }
        return text.length();
    }

    /** Goes through a pattern a step at a time; an escape is one step, and so is a class in brackets. */
    private static final class Scan {
        private final String text;
        private final Deque<Integer> groups = new ArrayDeque<>();
        private int index = -1;
        private int end;
        private int depth;
        private int openClass = -1;

        Scan(String text) {
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
            return Math.min(text.length(), index + 2);
        }

        private int afterClass() {
            int i = index + 1;
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
            if (i >= text.length()) {
                openClass = index;
                return text.length();
            }
            return i + 1;
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
}
