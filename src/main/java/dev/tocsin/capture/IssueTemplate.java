package dev.tocsin.capture;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of an issue, with gaps for what was thrown and where. */
final class IssueTemplate {

    private static final Pattern GAP = Pattern.compile("\\{([^}]*)}");
    private static final String KNOWN = "{exception}, {class} and {method}";

    private IssueTemplate() {}

    /** @throws IllegalArgumentException if it is empty, or has a gap that is not known */
    static void check(String template) {
        if (template.isBlank()) {
            throw new IllegalArgumentException("has an empty name; needed is a text");
        }
        Matcher gap = GAP.matcher(template);
        while (gap.find()) {
            if (!gap.group(1).matches("exception|class|method")) {
                throw new IllegalArgumentException("has " + gap.group() + " in its name; known are " + KNOWN);
            }
        }
    }

    static String fill(String template, Throwable thrown, Method method) {
        Map<String, String> values = Map.of(
                "exception", simple(thrown.getClass()),
                "class", simple(method.getDeclaringClass()),
                "method", method.getName());
        return GAP.matcher(template)
                .replaceAll(gap -> Matcher.quoteReplacement(values.getOrDefault(gap.group(1), gap.group())));
    }

    private static String simple(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
