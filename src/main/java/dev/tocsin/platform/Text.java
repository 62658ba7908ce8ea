package dev.tocsin.platform;

/** What a text must be like so that every database, mail and page can hold it. */
public final class Text {

    private Text() {}

    /**
     * Checks a text that is to be stored.
     *
     * @param most the greatest length, in UTF-16 units
     */
    public static void check(String value, String path, int most, Problems problems) {
        if (value.length() > most) {
            problems.add(
                    path,
                    "has " + value.length() + " characters; the limit is " + most + " (it begins "
                            + Problems.shown(value) + ")");
            return;
        }
        int fault = firstUnstorable(value);
        if (fault >= 0) {
            problems.add(path, fault(value, fault));
        }
    }

    /** The same for a text that must say something. */
    public static void checkFilled(String value, String path, int most, Problems problems) {
        if (value == null || value.isBlank()) {
            problems.add(path, "is empty; it needs a text");
            return;
        }
        check(value, path, most, problems);
    }

    /** Control characters and lone surrogates replaced, so that a log or a header line stays one line. */
    public static String visible(String value) {
        StringBuilder line = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (pair) {
                line.append(c).append(value.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                line.append('\uFFFD');
            } else {
                line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
            }
        }
        return line.toString();
    }

    /** Whether every database can hold it, or be asked for it. */
    public static boolean isStorable(String value) {
        return firstUnstorable(value) < 0;
    }

    static String fault(String value, int at) {
        return value.charAt(at) == 0
                ? "has a null character (U+0000) at position " + at + "; databases cannot store it"
                : String.format(
                        "is not valid Unicode: half of a surrogate pair (U+%04X) at position %d",
                        (int) value.charAt(at), at);
    }

    /** Where the first null character or half surrogate pair is; -1 if there is none. */
    static int firstUnstorable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
