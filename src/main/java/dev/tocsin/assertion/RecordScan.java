package dev.tocsin.assertion;

import dev.tocsin.platform.FailureText;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.util.List;

/**
 * Reads a range of the records page by page, in the order of their ids, and checks each. Holds one page
 * at a time, and no transaction.
 */
final class RecordScan implements AutoCloseable {

    private static final int PAGE = 2000;

    /** A page ends early when its checks are slow, so that progress is seen and a stop is heard. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(2);

    private final RecordRun run;
    private final EntityAccess entity;
    private final RecordQuery query;
    private final RegisteredCheck.Callee check;
    private final CheckContext context;
    private final AssertionRunner runner;
    private final List<Object> upTo;
    private List<Object> after;
    private boolean ended;

    /** What came of a page. */
    record Page(int checked, int failing, RecordRun.Findings findings) {}

    /**
     * @param after where the range begins, exclusive; null for the beginning
     * @param upTo where it ends, inclusive; null for the end
     */
    RecordScan(
            RecordRun run,
            EntityAccess entity,
            RecordQuery query,
            RegisteredCheck.Callee check,
            CheckContext context,
            AssertionRunner runner,
            List<Object> after,
            List<Object> upTo) {
        this.run = run;
        this.entity = entity;
        this.query = query;
        this.check = check;
        this.context = context;
        this.runner = runner;
        this.after = after;
        this.upTo = upTo;
    }

    /** The id of the last record that was checked; null if none was. */
    List<Object> after() {
        return after;
    }

    /** @return null once there are no more, or the run is broken off */
    Page next() {
        if (ended || run.isBroken()) {
            return null;
        }
        TimedCall.Parts parts = new TimedCall.Parts();
        try {
            return runner.call(run.run().assertionId(), context.timeout(), parts, () -> page(parts));
        } catch (TimedCall.TookTooLong e) {
            Object record = parts.current();
            run.breakOff((record == null
                            ? "Reading the records "
                            : "The check of " + run.recordType() + " " + entity.shown(record) + " ")
                    + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a page was checked", e);
        } catch (QueryRefused e) {
            run.breakOff("The records cannot be read: " + FailureText.of(e.getCause()));
        } catch (Exception e) {
            run.breakOff(FailureText.of(e));
        }
        return null;
    }

    private Page page(TimedCall.Parts parts) throws QueryRefused {
        EntityManager em = entity.open();
        try {
            List<?> records = read(em);
            run.checksNext(() -> records.stream().map(entity::shown).toList());
            RecordRun.Findings findings = new RecordRun.Findings();
            long end = System.nanoTime() + LONGEST_PAGE.toNanos();
            int read = 0;
            int checked = 0;
            int failing = 0;
            Object last = null;
            for (Object record : records) {
                read++;
                if (isOnceMore(record, last)) {
                    continue;
                }
                parts.next(record);
                failing += check(record, findings) ? 0 : 1;
                checked++;
                last = record;
                if (System.nanoTime() > end || parts.isGivenUp()) {
                    break;
                }
            }
            if (last != null) {
                after = entity.key(last);
            }
            ended = read == records.size() && records.size() < PAGE;
            return checked == 0 ? null : new Page(checked, failing, findings);
        } finally {
            em.close();
        }
    }

    /** They come in the order of their ids: what a join repeats follows itself. */
    private boolean isOnceMore(Object record, Object last) {
        return query.mayRepeat() && last != null && entity.key(record).equals(entity.key(last));
    }

    private List<?> read(EntityManager em) throws QueryRefused {
        try {
            TypedQuery<?> select = em.createQuery(query.page(after != null, upTo != null), entity.javaType());
            bind(select, "after", after);
            bind(select, "upTo", upTo);
            return forReading(select, context.timeout()).setMaxResults(PAGE).getResultList();
        } catch (RuntimeException e) {
            throw new QueryRefused(e);
        }
    }

    /** Neither fills the application's cache, nor takes from it what the database has no longer. */
    static <T> TypedQuery<T> forReading(TypedQuery<T> query, Duration limit) {
        return query.setHint("eclipselink.maintain-cache", "false")
                .setHint("eclipselink.read-only", "true")
                .setHint("jakarta.persistence.query.timeout", (int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
    }

    static void bind(TypedQuery<?> query, String parameter, List<Object> key) {
        for (int i = 0; key != null && i < key.size(); i++) {
            query.setParameter(parameter + i, key.get(i));
        }
    }

    /** @return whether it did not fail */
    private boolean check(Object record, RecordRun.Findings findings) {
        Verdict verdict;
        try {
            verdict = check.check(record, context);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            run.threw(entity.shown(record), e);
            return true;
        }
        if (!verdict.isPassed()) {
            run.failed(entity.shown(record), verdict.details(), findings);
        } else if (!run.nothingKnown()) {
            run.passed(entity.shown(record), findings);
        }
        return verdict.isPassed();
    }

    /**
     * Looks at one record whose issue is open, but that was not seen: what has become of it?
     *
     * @return whether it is still to be looked at, and was
     */
    boolean recheck(List<Object> key, RecordRun.Findings findings) throws Exception {
        TimedCall.Parts parts = new TimedCall.Parts();
        return runner.call(run.run().assertionId(), context.timeout(), parts, () -> {
            EntityManager em = entity.open();
            try {
                TypedQuery<?> select = em.createQuery(query.one(), entity.javaType());
                bind(select, "after", key);
                List<?> found =
                        forReading(select, context.timeout()).setMaxResults(1).getResultList();
                if (found.isEmpty()) {
                    return false;
                }
                run.checksNext(() -> List.of(entity.shown(found.get(0))));
                parts.next(found.get(0));
                check(found.get(0), findings);
                return true;
            } finally {
                em.close();
            }
        });
    }

    /** Whether a record of that id is there at all. */
    boolean exists(List<Object> key) throws Exception {
        RecordQuery all = RecordQuery.of(
                new RecordSelection(entity.entityName(), null, null, null), entity.entityName(), entity.idPaths());
        return runner.call(run.run().assertionId(), context.timeout(), new TimedCall.Parts(), () -> {
            EntityManager em = entity.open();
            try {
                TypedQuery<?> select = em.createQuery(all.one(), entity.javaType());
                bind(select, "after", key);
                return !forReading(select, context.timeout())
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty();
            } finally {
                em.close();
            }
        });
    }

    @Override
    public void close() {
        check.close();
    }

    /** The database, or the persistence provider, did not take the query. */
    private static final class QueryRefused extends Exception {
        QueryRefused(RuntimeException cause) {
            super(cause);
        }
    }
}
