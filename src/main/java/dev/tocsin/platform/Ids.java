package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Identities of rows. Taken from the database a hundred at a time, so they rise on each node, but not
 * across nodes: what is newer is told by its time.
 */
@ApplicationScoped
public class Ids {

    private static final int BLOCK = 100;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private Database database;
    private final ReentrantLock fetching = new ReentrantLock();
    private long next;
    private long end;

    /** For the container's proxy. */
    protected Ids() {}

    @Inject
    public Ids(Database database) {
        this.database = database;
    }

    public long next() {
        OptionalLong known = known();
        return known.isPresent() ? known.getAsLong() : afterFetching();
    }

    private synchronized OptionalLong known() {
        return next < end ? OptionalLong.of(next++) : OptionalLong.empty();
    }

    /**
     * One fetches for all who come meanwhile. If that takes long, each fetches for itself: the one who does may wait for a
     * connection that those who wait for it have.
     */
    private long afterFetching() {
        boolean mine = turn();
        try {
            OptionalLong id = known();
            while (id.isEmpty()) {
                id = firstOf(fetch());
            }
            return id.getAsLong();
        } finally {
            if (mine) {
                fetching.unlock();
            }
        }
    }

    private boolean turn() {
        try {
            return fetching.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long fetch() {
        String sql =
                database.dialect() == Dialect.H2 ? "VALUES NEXT VALUE FOR tocsin_id" : "SELECT nextval('tocsin_id')";
        return database.query(sql, row -> row.getLong(1)).get(0);
    }

    /** Of a block that another has overtaken, nothing is used: they rise. */
    private synchronized OptionalLong firstOf(long block) {
        if (next == end && block >= end) {
            next = block;
            end = block + BLOCK;
        }
        return known();
    }
}
