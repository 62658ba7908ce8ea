package dev.tocsin.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as {@code ETag} and {@code If-Match} carry them. */
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private EntityTags() {}

    /** Null for whatever version it is at. */
    static Long version(String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw ApiProblem.badRequest("If-Match is not an ETag of this; send the one that reading it answered with");
        }
        return Long.valueOf(tag.group(1));
    }
}
