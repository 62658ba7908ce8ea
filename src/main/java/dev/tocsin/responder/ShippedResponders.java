package dev.tocsin.responder;

import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.List;

/** Brings the stored responders to what the application's files say, in one transaction. */
@ApplicationScoped
class ShippedResponders {

    @Inject
    private ResponderService responders;

    /** @return what it changed */
    @InTransaction(TxType.REQUIRES_NEW)
    public FileChanges bringTo(List<FileEntry> entries) {
        if (entries.isEmpty() && !responders.anyFromFile()) {
            return FileChanges.NONE;
        }
        // First of all: of several nodes that start at once, the others then find nothing to do.
        responders.holdAll();
        FileChanges changes = FileChanges.between(
                responders.named().stream().map(FileChanges.Stored::of).toList(), entries);
        changes.left().forEach(gone -> responders.leaveFile(gone.id()));
        changes.changed()
                .forEach(change -> responders.update(
                        change.from().id(), change.to().draft(), change.to().digest()));
        changes.made().forEach(entry -> responders.create(entry.draft(), entry.digest()));
        return changes;
    }
}
