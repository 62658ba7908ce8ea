package dev.tocsin.action;

import java.util.List;

/**
 * What an action would send, for people who are about to save a responder. None of it may be taken for markup of the
 * page that shows it.
 *
 * @param lines what is around the text: of a mail, its headers
 * @param text as plain text; null if there is none
 * @param html the source of what is sent as HTML; null if there is none
 */
public record ActionPreview(List<Line> lines, String text, String html) {

    /** One of the things that are around the text. */
    public record Line(String name, String value) {}

    public ActionPreview {
        lines = List.copyOf(lines);
    }
}
