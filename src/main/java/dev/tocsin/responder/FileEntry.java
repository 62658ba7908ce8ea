package dev.tocsin.responder;

/**
 * A responder as a file has it.
 *
 * @param location the file
 * @param draft with its name
 */
record FileEntry(String location, ResponderDraft draft) {

    String name() {
        return draft.name();
    }

    String digest() {
        return DraftDigest.of(draft);
    }
}
