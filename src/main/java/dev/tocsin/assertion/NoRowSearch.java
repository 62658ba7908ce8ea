package dev.tocsin.assertion;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an SQL query returns nothing; each row that it returns is a failing record, its first column
 * the record's id. It is read in a transaction that is read only and rolled back, over a data source that
 * the configuration lists.
 */
@ApplicationScoped
class NoRowSearch implements Search {

    private static final int ROWS = 1000;
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_VALUE = 1000;

    @Inject
    private AllowedDataSources sources;

    @Override
    public String name() {
        return "no-row";
    }

    @Override
    public String description() {
        return "An SQL query returns no row. Each that it returns is a failing record; its first column is the record's id.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required(
                        "data_source", Argument.Type.LINE, "Its JNDI name, one of those in tocsin.query.data.sources"),
                Argument.required("sql", Argument.Type.TEXT, "A SELECT"),
                Argument.optional(
                        "record_type",
                        Argument.Type.LINE,
                        "What the rows are called in issues; row if it is not given"),
                Argument.optional(
                        "rows", Argument.Type.NUMBER, "Rows that are read at the most; 1000 if it is not given"));
    }

    @Override
    public Findings search(CheckContext context) throws Exception {
        int most = (int) Math.max(1, Math.min(MOST_ROWS, context.number("rows", ROWS)));
        try (Connection connection =
                sources.forQueries(context.text("data_source", "")).getConnection()) {
            boolean automatic = connection.getAutoCommit();
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try {
                return read(connection, context, most);
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setAutoCommit(automatic);
            }
        }
    }

    private static Findings read(Connection connection, CheckContext context, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(context.text("sql", ""))) {
            statement.setQueryTimeout((int) Math.max(1, context.timeout().toSeconds()));
            statement.setMaxRows(most + 1);
            List<Finding> failing = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                boolean more = rows.next();
                while (more && failing.size() < most) {
                    failing.add(finding(rows, columns));
                    more = rows.next();
                }
                return new Findings(context.text("record_type", "row"), failing, !more);
            }
        }
    }

    private static Finding finding(ResultSet row, ResultSetMetaData columns) throws SQLException {
        JsonObjectBuilder details = Json.provider().createObjectBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String value = row.getString(i);
            if (value == null) {
                details.addNull(columns.getColumnLabel(i));
            } else {
                details.add(
                        columns.getColumnLabel(i),
                        value.length() <= MOST_VALUE ? value : value.substring(0, MOST_VALUE) + "…");
            }
        }
        return new Finding(row.getString(1), details.build());
    }
}
