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

    /** What the library says of a bracket that closes a group that was not opened. */
    private static final String UNEXPECTED_CLOSING = "regexp/syntax: internal error";

    private PatternText() {}

    /**
     * What every match begins with, so that most patterns need not be tried on most names.
     *
     * <p>Conservative: where the text is more than a row of plain characters, the prefix ends before it.
     */
    static String literalPrefix(String text) {
        if (hasAlternatives(text) || text.contains("-[:")) {
            return "";
        }
        StringBuilder prefix = new StringBuilder();
        int last = 0;
        int i = text.startsWith("^") ? 1 : 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            // Neither an empty quotation nor flags are something to repeat: a quantifier after them is the character's.
            boolean nothing = text.startsWith("\\Q\\E", i) || text.startsWith("(?", i);
            if (c == '*' || c == '?' || c == '{' || nothing) {
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
        PatternScan scan = new PatternScan(text);
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
        PatternScan scan = new PatternScan(text);
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
                    sum += atom + scan.quoted();
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
        PatternScan scan = new PatternScan(text);
        while (scan.next()) {
            String rest = text.substring(scan.index());
            if (scan.at() == '(' && (rest.startsWith("(?=") || rest.startsWith("(?!"))) {
                throw unsupported("a look-ahead", scan.index());
            }
            if (scan.at() == '(' && (rest.startsWith("(?<=") || rest.startsWith("(?<!"))) {
                throw unsupported("a look-behind", scan.index());
            }
            if (scan.at() == '\\' && rest.length() > 1 && rest.charAt(1) >= '1' && rest.charAt(1) <= '9'
                    || rest.startsWith("(?P=")
                    || rest.startsWith("\\k<")) {
                throw unsupported("a back-reference", scan.index());
            }
        }
    }

    private static PatternRefused unsupported(String what, int position) {
        return new PatternRefused(
                "has " + what + " at position " + position
                        + ", which patterns here cannot have: they match in linear time (RE2 syntax)",
                position);
    }

    /** The library's message, with where it is. */
    static PatternRefused explained(String text, PatternSyntaxException refusal) {
        int position = position(text, refusal);
        return new PatternRefused(
                "is " + Problems.shown(text) + ", which is not a pattern: "
                        + refusal.getDescription().replace(UNEXPECTED_CLOSING, "unexpected )") + " at position "
                        + position,
                position);
    }

    private static int position(String text, PatternSyntaxException refusal) {
        PatternScan scan = new PatternScan(text);
        boolean closesTooMany = false;
        while (!closesTooMany && scan.next()) {
            closesTooMany = scan.depth() < 0;
        }
        return switch (refusal.getDescription()) {
            case UNEXPECTED_CLOSING -> closesTooMany ? scan.index() : text.length();
            case "missing closing ]" -> Math.max(0, scan.openClass());
            case "missing closing )" -> Math.max(0, scan.openGroup());
            case "trailing backslash at end of expression" -> text.length() - 1;
            default -> endOfFault(text, refusal);
        };
    }

    /** The parser reads from the left, so whatever ends behind the fault is refused in the same way. */
    private static int endOfFault(String text, PatternSyntaxException refusal) {
        PatternSyntaxException last = refusal;
        int end = text.length();
        for (PatternSyntaxException e = last;
                e != null && e.getDescription().equals(refusal.getDescription());
                e = refusalOf(text.substring(0, end - 1))) {
            end -= e == refusal ? 0 : 1;
            last = e;
        }
        String part = last.getPattern() == null ? "" : last.getPattern();
        return Math.max(0, text.substring(0, end).lastIndexOf(part));
    }

    private static PatternSyntaxException refusalOf(String text) {
        try {
            Pattern.compile(text);
            return null;
        } catch (PatternSyntaxException e) {
            return e;
        }
    }
}
