package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Identities of rows. Taken from the database a hundred at a time, so they rise on each node, but not
 * across nodes: what is newer is told by its time.
 */
@ApplicationScoped
public class Ids {

    private static final int BLOCK = 100;

    private Database database;
    private long next;
    private long end;

    /** For the container's proxy. */
    protected Ids() {}

    @Inject
    public Ids(Database database) {
        this.database = database;
    }

    public synchronized long next() {
        if (next == end) {
            String sql = database.dialect() == Dialect.H2
                    ? "VALUES NEXT VALUE FOR tocsin_id"
                    : "SELECT nextval('tocsin_id')";
            next = database.query(sql, row -> row.getLong(1)).get(0);
            end = next + BLOCK;
        }
        return next++;
    }
}
