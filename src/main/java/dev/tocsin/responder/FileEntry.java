package dev.tocsin.responder;

import java.util.List;

/**
 * A responder as a file has it.
 *
 * @param location the file
 * @param draft with its name
 * @param digests of the draft, by each key that secrets are encrypted with; the current one first
 */
record FileEntry(String location, ResponderDraft draft, List<String> digests) {

    /** One without secrets. */
    FileEntry(String location, ResponderDraft draft) {
        this(location, draft, List.of(DraftDigest.of(draft)));
    }

    String name() {
        return draft.name();
    }

    String digest() {
        return digests.get(0);
    }

    /** Whether that is a digest of it, by whichever key. */
    boolean isOf(String digest) {
        return digest != null && digests.contains(digest);
    }
}
