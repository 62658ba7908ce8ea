package dev.tocsin.responder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done so that the responders are as the application's files say. What somebody changed
 * since stays as it is until its entry changes too. Pure.
 *
 * @param made entries that there is no responder for
 * @param changed responders whose entry is not the one that they were last made from
 * @param left responders whose entry is in no file any more
 */
record FileChanges(List<FileEntry> made, List<Change> changed, List<Stored> left) {

    static final FileChanges NONE = new FileChanges(List.of(), List.of(), List.of());

    /**
     * A responder with a name.
     *
     * @param fileDigest of the entry that it was last made from; null if it is not from a file, or its
     *     entry has left it
     * @param draft what it is now
     * @param digests of the draft, by each key that secrets are encrypted with
     */
    record Stored(long id, String fileDigest, ResponderDraft draft, List<String> digests) {

        /** One without secrets. */
        Stored(long id, String fileDigest, ResponderDraft draft) {
            this(id, fileDigest, draft, List.of(DraftDigest.of(draft)));
        }

        String name() {
            return draft.name();
        }
    }

    /** A responder, and the entry that replaces what it is. */
    record Change(Stored from, FileEntry to) {

        /** Whether it did not belong to the files. */
        boolean takesOver() {
            return from.fileDigest() == null;
        }

        /** Whether what it replaces is somebody's own change. */
        boolean overrides() {
            return !takesOver() && !from.digests().contains(from.fileDigest());
        }
    }

    /** The names are different, in both lists. */
    static FileChanges between(List<Stored> stored, List<FileEntry> entries) {
        Map<String, Stored> unseen = new LinkedHashMap<>();
        stored.forEach(responder -> unseen.put(responder.name(), responder));
        List<FileEntry> made = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        for (FileEntry entry : entries) {
            Stored responder = unseen.remove(entry.name());
            if (responder == null) {
                made.add(entry);
            } else if (!entry.isOf(responder.fileDigest())) {
                changed.add(new Change(responder, entry));
            }
        }
        List<Stored> left = unseen.values().stream()
                .filter(responder -> responder.fileDigest() != null)
                .toList();
        return new FileChanges(made, changed, left);
    }
}
