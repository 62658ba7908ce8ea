package dev.tocsin.assertion;

import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Divides the records of a run into ranges of about the same size, to be checked side by side. */
@ApplicationScoped
class RecordRanges {

    /** Fewer are checked faster by one thread than divided. */
    private static final int LEAST = 20_000;

    @Inject
    private AssertionRunner runner;

    @Inject
    private Settings settings;

    /**
     * The ranges, and how many records there are in all.
     *
     * @param boundaries the last id of each range but the last, which has no end
     */
    record Division(long records, List<String> boundaries) {}

    Division divide(RecordRun run) throws Exception {
        Definition definition = run.definition();
        EntityAccess entity = runner.entity(definition);
        RecordQuery query = RecordQuery.of(definition.records(), entity.entityName(), entity.idPaths());
        return runner.call(run.run().assertionId(), definition.timeLimit(), new TimedCall.Parts(), () -> {
            EntityManager em = entity.open();
            try {
                return divide(em, query, definition);
            } finally {
                em.close();
            }
        });
    }

    private Division divide(EntityManager em, RecordQuery query, Definition definition) {
        long records = RecordScan.forReading(em.createQuery(query.count(), Long.class), definition.timeLimit())
                .getSingleResult();
        int ranges = (int) Math.min(settings.jobThreads(), Math.max(1, records / LEAST));
        List<String> boundaries = new ArrayList<>();
        for (int i = 1; i < ranges; i++) {
            int position = (int) Math.min(Integer.MAX_VALUE, records * i / ranges);
            // Index: the entity's primary key.
            Query ids = RecordScan.forReading(em.createQuery(query.ids(), Object.class), definition.timeLimit())
                    .setFirstResult(position)
                    .setMaxResults(1);
            for (Object id : ids.getResultList()) {
                boundaries.add(RecordKey.text(id instanceof Object[] several ? Arrays.asList(several) : List.of(id)));
            }
        }
        return new Division(records, boundaries);
    }
}
