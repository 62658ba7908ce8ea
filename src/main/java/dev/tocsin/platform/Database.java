package dev.tocsin.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Plain SQL on Tocsin's data source, inside the transaction that is there; for what has to be one
 * statement. A host application replaces the pool by a data source of the same name in its
 * {@code web.xml}.
 *
 * <p>Inside a transaction the connection is the one that the entities use. The pool would not always hand out
 * that one: in a thread of the server's executors, a timer or a start it does not know of a transaction that
 * was begun there, and what came first in it would be committed by itself.
 */
@DataSourceDefinition(
        name = Database.DATA_SOURCE,
        className = "${MPCONFIG=tocsin.database.driver:org.h2.jdbcx.JdbcDataSource}",
        url = "${MPCONFIG=tocsin.database.address:"
                + "jdbc:h2:async:./data/tocsin;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000}",
        user = "${MPCONFIG=tocsin.database.login:sa}",
        password = "${MPCONFIG=tocsin.database.password:}",
        minPoolSize = 4,
        maxPoolSize = 40,
        properties = {
            "fish.payara.max-wait-time-in-millis=10000",
            // A connection that was idle when the database went away is replaced, not handed out.
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=5"
        })
@ApplicationScoped
public class Database {

    public static final String DATA_SOURCE = "java:app/jdbc/tocsin";

    /** From so many rows on, one statement for all is faster than one for each. */
    private static final int MANY = 4;

    private DataSource source;
    private EntityManager entities;
    private TransactionSynchronizationRegistry transaction;
    private Dialect dialect;

    /** For the container's proxy. */
    protected Database() {}

    /** Each statement by itself, without transactions. */
    public Database(DataSource source) {
        this.source = source;
        detectDialect();
    }

    @Resource(lookup = DATA_SOURCE)
    void setSource(DataSource source) {
        this.source = source;
    }

    @PersistenceContext(unitName = "tocsin")
    void setEntities(EntityManager entities) {
        this.entities = entities;
    }

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    void setTransaction(TransactionSynchronizationRegistry transaction) {
        this.transaction = transaction;
    }

    @PostConstruct
    void detectDialect() {
        try (Connection connection = source.getConnection()) {
            dialect = Dialect.of(connection.getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw new DatabaseFailure("Tocsin's data source " + DATA_SOURCE + " does not answer", e);
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Turns a row of a result into an object. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What to do with a prepared statement. */
    @FunctionalInterface
    public interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /** @throws DatabaseFailure with the database's words */
    public <T> T prepare(String sql, Work<T> work) {
        try {
            if (isInTransaction()) {
                return on(ofTransaction(), sql, work);
            }
            try (Connection connection = source.getConnection()) {
                return on(connection, sql, work);
            }
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    private static <T> T on(Connection connection, String sql, Work<T> work) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        }
    }

    private Connection ofTransaction() throws SQLException {
        Connection connection;
        try {
            connection = entities.unwrap(Connection.class);
        } catch (RuntimeException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql) {
                    throw sql;
                }
            }
            throw e;
        }
        if (connection == null) {
            throw new IllegalStateException("This transaction can only be rolled back; nothing is done in it any more");
        }
        return connection;
    }

    private boolean isInTransaction() {
        if (transaction == null) {
            return false;
        }
        int status = transaction.getTransactionStatus();
        return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
    }

    public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        return prepare(sql, statement -> {
            bind(statement, parameters);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        });
    }

    /** @return how many rows were changed */
    public int update(String sql, Object... parameters) {
        return prepare(sql, statement -> {
            bind(statement, parameters);
            return statement.executeUpdate();
        });
    }

    /** One statement, many rows, one round trip. */
    public <T> int[] batch(String sql, List<T> items, java.util.function.Function<T, Object[]> parameters) {
        if (items.isEmpty()) {
            return new int[0];
        }
        return prepare(sql, statement -> {
            for (T item : items) {
                bind(statement, parameters.apply(item));
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** All of these rows, in their order. */
    public <T> void insert(Insert<T> insert, List<T> rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (dialect == Dialect.POSTGRESQL && rows.size() >= MANY) {
            prepare(insert.ofMany(), statement -> {
                insert.bind(statement, rows);
                return statement.executeUpdate();
            });
            return;
        }
        prepare(insert.ofOne(), statement -> {
            for (T row : rows) {
                insert.bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** @return whether the row's unique keys were free; if not, nothing was done */
    public <T> boolean insertIfFree(Insert<T> insert, T row) {
        try {
            return prepare(insert.ofOne() + dialect.orNothing(), statement -> {
                        insert.bind(statement, row);
                        return statement.executeUpdate();
                    })
                    == 1;
        } catch (DatabaseFailure e) {
            if (e.isDuplicate()) {
                return false;
            }
            throw e;
        }
    }

    /** On PostgreSQL only. @return the ids of those whose unique keys were free; of the others, nothing was done */
    public <T> Set<Long> insertThoseThatAreFree(Insert<T> insert, List<T> rows) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        return prepare(dialect.returning(insert.ofMany() + dialect.orNothing(), "id"), statement -> {
            insert.bind(statement, rows);
            Set<Long> inserted = new HashSet<>();
            try (ResultSet ids = statement.executeQuery()) {
                while (ids.next()) {
                    inserted.add(ids.getLong(1));
                }
            }
            return inserted;
        });
    }

    /** For the rest of the transaction; nothing where the database has no such settings. */
    public void set(TransactionSetting... settings) {
        if (dialect == Dialect.POSTGRESQL) {
            query(TransactionSetting.statement(settings), row -> row.getString(1));
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof java.time.Instant instant) {
                statement.setObject(i + 1, InstantColumn.write(instant));
            } else if (value instanceof Enum<?> constant) {
                statement.setString(i + 1, constant.name());
            } else if (value instanceof jakarta.json.JsonValue json) {
                statement.setString(i + 1, JsonColumn.write(json));
            } else if (value instanceof NullOf missing) {
                statement.setNull(i + 1, missing.sqlType());
            } else if (value instanceof ColumnType.Column column) {
                column.bind(statement, i + 1);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** Numbers for {@code = ANY(?)}: one statement, however many they are. */
    public static Object longs(Collection<Long> values) {
        return ColumnType.NUMBER.of(values, value -> value);
    }

    /** The same for texts. */
    public static Object texts(Collection<String> values) {
        return ColumnType.TEXT.of(values, value -> value);
    }

    private record NullOf(int sqlType) {}

    /** A parameter that may be null: JDBC wants to know the type even then. */
    public static Object nullable(java.time.Instant value) {
        return value == null ? new NullOf(java.sql.Types.TIMESTAMP_WITH_TIMEZONE) : value;
    }

    public static Object nullable(String value) {
        return value == null ? new NullOf(java.sql.Types.VARCHAR) : value;
    }

    public static Object nullable(Boolean value) {
        return value == null ? new NullOf(java.sql.Types.BOOLEAN) : value;
    }

    public static Object nullable(Long value) {
        return value == null ? new NullOf(java.sql.Types.BIGINT) : value;
    }
}
