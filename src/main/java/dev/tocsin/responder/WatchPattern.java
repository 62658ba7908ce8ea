package dev.tocsin.responder;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;

/**
 * A compiled watch pattern. It matches at the start of an issue's name, as Python's {@code re.match}
 * does, and in a time that is linear in the length of the name, whatever the pattern: the syntax is
 * RE2's, which has no look-around and no back-references.
 */
public final class WatchPattern {

    /** The greatest length of a pattern. */
    public static final int MOST = 1000;

    /** A pattern may not compile to more than this: counted repeats of counted repeats multiply. */
    private static final long MOST_STEPS = 10_000;

    private final Pattern pattern;
    private final String literalPrefix;

    private WatchPattern(Pattern pattern) {
        this.pattern = pattern;
        this.literalPrefix = PatternText.literalPrefix(pattern.pattern());
    }

    /**
     * @throws PatternRefused saying what is wrong with it, and where
     */
    public static WatchPattern compile(String text) {
        Problems problems = new Problems();
        Text.checkFilled(text, "", MOST, problems);
        if (!problems.isEmpty()) {
            throw new PatternRefused(problems.all().get(0).message());
        }
        PatternText.refuseUnsupported(text);
        long steps = PatternText.steps(text);
        if (steps > MOST_STEPS) {
            throw new PatternRefused(
                    "is too large: its counted repeats multiply to more than " + MOST_STEPS + " steps");
        }
        try {
            return new WatchPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw PatternText.explained(text, e);
        }
    }

    /** Whether it matches at the start of the name. */
    public boolean matches(String name) {
        return name.startsWith(literalPrefix) && pattern.matcher(name).lookingAt();
    }

    /** What every name that it matches begins with; empty if nothing is known. */
    String literalPrefix() {
        return literalPrefix;
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
