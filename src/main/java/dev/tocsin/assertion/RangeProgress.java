package dev.tocsin.assertion;

/** How far a range of records is: what the reader and the writer of a partition share. */
final class RangeProgress {

    private final RecordRun run;
    private RecordParts.Part part;

    RangeProgress(RecordRun run, RecordParts.Part part) {
        this.run = run;
        this.part = part;
    }

    /** @param reached the id of the last record of the page */
    void add(RecordScan.Page page, String reached) {
        part = new RecordParts.Part(
                part.runId(),
                part.number(),
                part.afterKey(),
                part.upToKey(),
                reached,
                part.checked() + page.checked(),
                part.failing() + page.failing());
    }

    RecordRun run() {
        return run;
    }

    /** As of the last page that was read. */
    RecordParts.Part part() {
        return part;
    }
}
