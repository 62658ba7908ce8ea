package dev.tocsin.harness;

import dev.tocsin.platform.Dialect;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A new database without tables, for tests that need no server. */
public final class EmptyDatabase {

    private EmptyDatabase() {}

    public static DataSource of(Dialect dialect) {
        return dialect == Dialect.POSTGRESQL ? postgres() : h2();
    }

    private static DataSource postgres() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Postgres.newDatabase());
        return source;
    }

    private static DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        source.setUser("sa");
        return source;
    }
}
