package dev.tocsin.responder;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import java.lang.ref.SoftReference;

/**
 * A watch pattern that compiles. It matches at the start of an issue's name, as Python's {@code re.match}
 * does, and in a time that is linear in the length of the name, whatever the pattern: the syntax is
 * RE2's, which has no look-around and no back-references.
 */
public final class WatchPattern {

    /** The greatest length of a pattern. */
    public static final int MOST = 1000;

    /** A pattern may not compile to more than this: counted repeats of counted repeats multiply. */
    private static final long MOST_STEPS = 10_000;

    private final String text;
    private final String literalPrefix;

    /** Made when a name may match, and given up where memory is short: a hundred thousand of them are too large. */
    private volatile SoftReference<Pattern> compiled = new SoftReference<>(null);

    private WatchPattern(String text) {
        this.text = text;
        this.literalPrefix = PatternText.literalPrefix(text);
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
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw PatternText.explained(text, e);
        }
        return new WatchPattern(text);
    }

    private Pattern pattern() {
        Pattern pattern = compiled.get();
        if (pattern == null) {
            pattern = Pattern.compile(text);
            compiled = new SoftReference<>(pattern);
        }
        return pattern;
    }

    /** Whether it matches at the start of the name. */
    public boolean matches(String name) {
        return name.startsWith(literalPrefix) && pattern().matcher(name).lookingAt();
    }

    /** What every name that it matches begins with; empty if nothing is known. */
    String literalPrefix() {
        return literalPrefix;
    }

    @Override
    public String toString() {
        return text;
    }
}
