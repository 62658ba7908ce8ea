package dev.tocsin.assertion;

import dev.tocsin.job.Apart;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Opens and resolves what some pages of records ask for. A page that is repeated, because it was cut off, changes nothing. */
@Dependent
@Named("tocsinFindingsWriter")
public class FindingsWriter extends AbstractItemWriter {

    @Inject
    private StepContext step;

    @Inject
    private Apart apart;

    @Inject
    private RecordParts parts;

    @Inject
    private JobTotals totals;

    @Override
    public void writeItems(List<Object> pages) {
        RangeProgress range = (RangeProgress) step.getTransientUserData();
        apart.run(() -> write(range, pages));
    }

    private void write(RangeProgress range, List<Object> pages) {
        RecordRun.Findings findings = new RecordRun.Findings();
        pages.forEach(page -> findings.addAll(((RecordScan.Page) page).findings()));
        if (!findings.isEmpty()) {
            range.run().apply(findings);
        }
        parts.reached(range.part());
        totals.tell(range.run().run().jobId());
    }
}
