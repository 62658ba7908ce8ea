package dev.tocsin.issue;

import java.util.List;

/**
 * An {@link Opening}, and who wants it.
 *
 * @param fingerprint the issue's
 */
record Wish(NewIssue issue, boolean once, Actor by, String fingerprint) {

    static Wish of(Opening wanted, Actor by) {
        return new Wish(wanted.issue(), wanted.once(), by, Fingerprint.of(wanted.issue()));
    }

    static List<Wish> of(List<Opening> wanted, Actor by) {
        return wanted.stream().map(one -> of(one, by)).toList();
    }
}
