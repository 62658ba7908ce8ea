package dev.tocsin.container;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An action of the application's own, which remembers when it ran, for which issue, and its label. */
@ApplicationScoped
public class Recorder implements Action {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** One run. */
    record Entry(long issueId, String label, Instant startedAt) {}

    @Override
    public String name() {
        return "record";
    }

    @Override
    public Object execute(ActionContext context) {
        entries.add(new Entry(context.issue().id(), context.text("label"), context.startedAt()));
        return null;
    }

    List<Entry> of(long issueId) {
        return entries.stream().filter(entry -> entry.issueId() == issueId).toList();
    }

    List<String> labels(long issueId) {
        return of(issueId).stream().map(Entry::label).toList();
    }
}
