package dev.tocsin.responder;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a name must have in it for a pattern to match, read from the pattern's text. Conservative: where the text
 * is not plain, less is known; a name that the pattern matches is never left out.
 */
final class RequiredLiterals {

    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(,\\d{0,9})?}");

    /** Flags that change nothing here: {@code (?s)}, {@code (?m:}, {@code (?P<name>}. */
    private static final Pattern GROUP = Pattern.compile("\\?(?:[smU-]*[:)]|P?<\\w+>)");

    /** More alternatives than that are worth little, and cost much. */
    private static final int MOST_ALTERNATIVES = 50;

    /** A part of the text that is not understood: nothing at all is known. */
    private static final class Obscure extends RuntimeException {
        Obscure() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int at;

    private RequiredLiterals(String text) {
        this.text = text;
    }

    /** Sets of literals: of each set, every match has at least one in it. Empty if nothing is known. */
    static List<Set<String>> of(String pattern) {
        RequiredLiterals reader = new RequiredLiterals(pattern);
        try {
            List<Set<String>> all = reader.alternatives();
            return reader.at == pattern.length() ? all : List.of();
        } catch (Obscure | StackOverflowError e) {
            return List.of();
        }
    }

    private boolean isAtEnd() {
        return at == text.length();
    }

    private List<Set<String>> alternatives() {
        List<List<Set<String>>> branches = new ArrayList<>();
        branches.add(sequence());
        while (!isAtEnd() && text.charAt(at) == '|') {
            at++;
            branches.add(sequence());
        }
        if (branches.size() == 1) {
            return branches.get(0);
        }
        Set<String> anyOf = new LinkedHashSet<>();
        for (List<Set<String>> branch : branches) {
            if (branch.isEmpty()) {
                return List.of();
            }
            anyOf.addAll(best(branch));
        }
        return anyOf.size() > MOST_ALTERNATIVES ? List.of() : List.of(anyOf);
    }

    /** That whose shortest is longest. */
    private static Set<String> best(List<Set<String>> sets) {
        Set<String> best = sets.get(0);
        for (Set<String> set : sets) {
            if (shortest(set) > shortest(best)) {
                best = set;
            }
        }
        return best;
    }

    private static int shortest(Set<String> set) {
        return set.stream().mapToInt(String::length).min().orElse(0);
    }

    private List<Set<String>> sequence() {
        List<Set<String>> found = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        while (!isAtEnd() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            char c = text.charAt(at);
            switch (c) {
                case '(' -> {
                    end(run, found);
                    List<Set<String>> group = group();
                    if (leastRepeats() > 0) {
                        found.addAll(group);
                    }
                }
                case '[' -> {
                    end(run, found);
                    skipClass();
                    leastRepeats();
                }
                case '.', '^', '$' -> {
                    end(run, found);
                    at++;
                    leastRepeats();
                }
                case '*', '+', '?' -> throw new Obscure();
                case '\\' -> escape(run, found);
                default -> literal(run, found);
            }
        }
        end(run, found);
        return found;
    }

    private static void end(StringBuilder run, List<Set<String>> found) {
        if (run.length() > 0) {
            found.add(Set.of(run.toString()));
            run.setLength(0);
        }
    }

    /** A character that stands for itself, and how often. */
    private void literal(StringBuilder run, List<Set<String>> found) {
        int character = text.codePointAt(at);
        at += Character.charCount(character);
        add(character, run, found);
    }

    private void add(int character, StringBuilder run, List<Set<String>> found) {
        int before = at;
        int least = leastRepeats();
        if (least > 0) {
            run.appendCodePoint(character);
        }
        if (at != before) {
            end(run, found);
        }
    }

    private void escape(StringBuilder run, List<Set<String>> found) {
        if (text.startsWith("\\Q", at)) {
            quotation(run, found);
            return;
        }
        if (at + 1 == text.length()) {
            throw new Obscure();
        }
        int escaped = text.codePointAt(at + 1);
        if ("dDwWsSbBAz".indexOf(escaped) >= 0) {
            end(run, found);
            at += 2;
            leastRepeats();
        } else if (escaped < 128 && !Character.isLetterOrDigit(escaped)) {
            at += 2;
            add(escaped, run, found);
        } else {
            throw new Obscure();
        }
    }

    private void quotation(StringBuilder run, List<Set<String>> found) {
        int end = text.indexOf("\\E", at + 2);
        String quoted = text.substring(at + 2, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 2;
        if (quoted.isEmpty()) {
            // A repeat after it would be that of what came before.
            throw new Obscure();
        }
        int last = quoted.offsetByCodePoints(quoted.length(), -1);
        run.append(quoted, 0, last);
        add(quoted.codePointAt(last), run, found);
    }

    private List<Set<String>> group() {
        at++;
        if (!isAtEnd() && text.charAt(at) == '?') {
            Matcher opening = GROUP.matcher(text).region(at, text.length());
            if (!opening.lookingAt()) {
                throw new Obscure();
            }
            at = opening.end();
            if (text.charAt(at - 1) == ')') {
                // Flags for what follows. A repeat after them would be that of what came before.
                if (!isAtEnd() && "*+?{".indexOf(text.charAt(at)) >= 0) {
                    throw new Obscure();
                }
                return List.of();
            }
        }
        List<Set<String>> inner = alternatives();
        if (isAtEnd() || text.charAt(at) != ')') {
            throw new Obscure();
        }
        at++;
        return inner;
    }

    private void skipClass() {
        int end = PatternScan.classEnd(text, at);
        // Before a bracket, it may be a range, or a class by its name: which, is not for guessing.
        if (end < 0 || text.substring(at, end).contains("-[:")) {
            throw new Obscure();
        }
        at = end;
    }

    /** Reads what says how often the atom before it has to be there; once, if there is nothing. */
    private int leastRepeats() {
        int least = 1;
        while (!isAtEnd()) {
            char c = text.charAt(at);
            Matcher repeat = REPEAT.matcher(text).region(at, text.length());
            if (c == '*' || c == '?') {
                least = 0;
                at++;
            } else if (c == '+') {
                at++;
            } else if (c == '{' && repeat.lookingAt()) {
                least = Math.min(least, Integer.parseInt(repeat.group(1)));
                at = repeat.end();
            } else {
                return least;
            }
        }
        return least;
    }
}
