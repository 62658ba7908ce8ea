package dev.tocsin.issue;

import dev.tocsin.issue.IssueWriter.WhenOvertaken;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Optional;

/** Records issues: each method here is one transaction, or a part of the caller's. */
@ApplicationScoped
class IssueRecorder {

    private IssueWriter writer;
    private IssueTable table;
    private WatchRevision revision;
    private Event<Object> events;

    /** For the container's proxy. */
    protected IssueRecorder() {}

    @Inject
    IssueRecorder(IssueWriter writer, IssueTable table, WatchRevision revision, Event<Object> events) {
        this.writer = writer;
        this.table = table;
        this.revision = revision;
        this.events = events;
    }

    /**
     * All or none.
     *
     * @throws IssueWriter.Overtaken if that is how it is wanted
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> open(List<Wish> wanted, WhenOvertaken whenOvertaken) {
        if (wanted.stream().anyMatch(Wish::once)) {
            table.lookUp();
        }
        return opened(wanted, whenOvertaken);
    }

    /** The same, for several callers: it fails, rather than that they all wait long for a row that one of them needs. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> openTogether(List<Wish> wanted, WhenOvertaken whenOvertaken) {
        if (wanted.stream().anyMatch(Wish::once)) {
            table.lookUpShortly();
        }
        return opened(wanted, whenOvertaken);
    }

    /** Without telling anyone: the sweep matches them, because their revision is behind. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Occurrence> openUnwatched(List<Wish> wanted, WhenOvertaken whenOvertaken) {
        table.lookUp();
        return writer.open(wanted, WatchRevision.NONE, whenOvertaken);
    }

    /** As a part of the caller's transaction. */
    @InTransaction(TxType.MANDATORY)
    public Occurrence openJoining(Wish wanted) {
        Occurrence occurrence = writer.open(List.of(wanted), revision.known(), WhenOvertaken.GO_ON)
                .get(0);
        tell(occurrence);
        return occurrence;
    }

    /**
     * Counts what came in storms. What came of each, in the same order: empty if its issue had been closed after
     * the last occurrence, and nobody has opened it again.
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Optional<Occurrence>> count(List<Storm.Tally> tallies) {
        table.lookUpShortly();
        List<Optional<Occurrence>> counted = writer.count(tallies, revision.known());
        counted.forEach(occurrence -> occurrence.ifPresent(this::tell));
        return counted;
    }

    /** The same, without telling anyone. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Optional<Occurrence> countUnwatched(Storm.Tally tally) {
        table.lookUp();
        return writer.count(List.of(tally), WatchRevision.NONE).get(0);
    }

    private List<Occurrence> opened(List<Wish> wanted, WhenOvertaken whenOvertaken) {
        List<Occurrence> occurrences = writer.open(wanted, revision.known(), whenOvertaken);
        occurrences.forEach(this::tell);
        return occurrences;
    }

    private void tell(Occurrence occurrence) {
        Issue issue = occurrence.counted();
        switch (occurrence.outcome()) {
            case CREATED ->
                events.fire(new IssueEvents.Opened(
                        issue.id(), issue.name(), issue.recordOrNull(), issue.createdAt(), issue.revision()));
            case ALREADY_OPEN ->
                events.fire(new IssueEvents.Occurred(
                        issue.id(),
                        issue.name(),
                        issue.recordOrNull(),
                        issue.lastSeenAt(),
                        issue.openedAt(),
                        issue.occurrences()));
            case SUPPRESSED -> {
                // nobody is to hear of it
            }
        }
    }
}
