package dev.tocsin.dispatch;

import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Claims for this node. What has been slow of late gets three quarters of the workers; the others are for what is quick. */
@ApplicationScoped
class FairClaims {

    @Inject
    private ActionQueue queue;

    @Inject
    private NodeName node;

    @Inject
    private Settings settings;

    /**
     * Takes what is due.
     *
     * @param free how many at the most
     * @param slow the names of actions that have been slow of late
     * @param running how many of these this node has already
     * @param complain told what failed when some had been taken: they are this node's, and have to be run
     * @throws RuntimeException if none could be taken because the database did not answer
     */
    List<ClaimedAction> claim(int free, Set<String> slow, long running, Consumer<RuntimeException> complain) {
        List<ClaimedAction> claimed = new ArrayList<>();
        int some = (int) Math.min(free, mostSlow() - running);
        if (!slow.isEmpty() && some > 0) {
            claimed.addAll(queue.claimOnly(slow, node.text(), some));
        }
        if (claimed.size() < free) {
            try {
                claimed.addAll(queue.claim(node.text(), free - claimed.size(), slow));
            } catch (RuntimeException e) {
                if (claimed.isEmpty()) {
                    throw e;
                }
                complain.accept(e);
            }
        }
        return claimed;
    }

    private int mostSlow() {
        return Math.max(1, settings.workers() - Math.max(1, settings.workers() / 4));
    }
}
