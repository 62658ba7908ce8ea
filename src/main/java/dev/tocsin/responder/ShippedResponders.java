package dev.tocsin.responder;

import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.List;

/** Brings the stored responders to what the application's files say, in one transaction. */
@ApplicationScoped
class ShippedResponders {

    @Inject
    private ResponderService responders;

    @Inject
    private DraftSecrets secrets;

    /** @return what it changed */
    @InTransaction(TxType.REQUIRES_NEW)
    public FileChanges bringTo(List<FileEntry> read) {
        List<FileEntry> entries = read.stream()
                .map(entry -> new FileEntry(entry.location(), entry.draft(), secrets.digests(entry.draft())))
                .toList();
        if (entries.isEmpty() && !responders.anyFromFile()) {
            return FileChanges.NONE;
        }
        // First of all: of several nodes that start at once, the others then find nothing to do.
        responders.holdAll();
        List<FileChanges.Stored> stored =
                responders.named().stream().map(this::stored).toList();
        FileChanges changes = FileChanges.between(stored, entries);
        encryptAnew(stored, entries);
        changes.left().forEach(gone -> responders.leaveFile(gone.id()));
        changes.changed()
                .forEach(change -> save(
                        change.to(),
                        () -> responders.update(
                                change.from().id(),
                                change.to().draft(),
                                change.to().digest())));
        changes.made().forEach(entry -> save(entry, () -> responders.create(entry.draft(), entry.digest())));
        return changes;
    }

    private FileChanges.Stored stored(Responder responder) {
        ResponderDraft draft = responder.draft();
        return new FileChanges.Stored(responder.id(), responder.fileDigest(), draft, secrets.digests(draft));
    }

    /** A digest by a key that is about to be replaced becomes one by the current key. */
    private void encryptAnew(List<FileChanges.Stored> stored, List<FileEntry> entries) {
        for (FileEntry entry : entries) {
            stored.stream()
                    .filter(responder -> responder.name().equals(entry.name()))
                    .filter(responder -> entry.isOf(responder.fileDigest())
                            && !entry.digest().equals(responder.fileDigest()))
                    .forEach(responder -> responders.encryptAnew(responder.id(), entry.digest()));
        }
    }

    /** What is wrong is told with the file and the name. */
    private static void save(FileEntry entry, Runnable saving) {
        try {
            saving.run();
        } catch (InvalidInput e) {
            throw new InvalidInput(e.problems().stream()
                    .map(problem ->
                            new Problem(entry.location(), Problems.shown(entry.name()) + ": " + problem.toString()))
                    .toList());
        }
    }
}
