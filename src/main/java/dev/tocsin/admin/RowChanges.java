package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** What is done to rows of a list that somebody picked. */
@RequestScoped
class RowChanges {

    @Inject
    private Messages messages;

    /**
     * Each by itself: one that has changed meanwhile does not keep the others from it. Then the list is shown again.
     *
     * @param done the key of the message that tells how many were changed
     * @param refusals what a change throws that is refused for one row; invalid input besides ends it for all
     */
    void each(
            String done,
            List<Long> ids,
            LongConsumer change,
            Set<Class<? extends RuntimeException>> refusals,
            PageAddress list) {
        int changed = 0;
        try {
            for (Long id : ids) {
                changed += changes(change, id, refusals) ? 1 : 0;
            }
        } catch (InvalidInput e) {
            messages.refused(e);
        }
        messages.done(done, changed);
        FacesPage.redirect(list);
    }

    private boolean changes(LongConsumer change, long id, Set<Class<? extends RuntimeException>> refusals) {
        try {
            change.accept(id);
            return true;
        } catch (RuntimeException e) {
            if (!refusals.contains(e.getClass())) {
                throw e;
            }
            messages.refused(e);
            return false;
        }
    }
}
