package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reaches into a database past the server. */
public final class Sql {

    private final String url;

    public Sql(String url) {
        this.url = url;
    }

    /** The first column of the first row. */
    public long number(String query) {
        return Long.parseLong(column(query).get(0));
    }

    /** Statements that change what there is. */
    public void execute(String statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    /** @return how many rows it changed */
    public int update(String change, String parameter) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(change)) {
            statement.setString(1, parameter);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(change, e);
        }
    }

    /**
     * PostgreSQL ends one of those that wait for each other, but only after a second in which all of them stand still. It may
     * know of the last ones only when the connections have been closed.
     */
    public void assertNoDeadlock() {
        assertThat(number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .as("transactions that waited for each other")
                .isZero();
    }

    /** The first column of all rows. */
    public List<String> column(String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
