package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** On PostgreSQL. */
class OrdersOnPostgresIT extends OrdersContract {

    private final EmbeddedPostgres postgres;

    OrdersOnPostgresIT() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(120))
                .start();
    }

    @Override
    Map<String, String> database() {
        return Map.of(
                "ORDERS_DATASOURCE", "org.postgresql.ds.PGSimpleDataSource",
                "ORDERS_DATABASE", "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "ORDERS_USER", "postgres");
    }

    @AfterAll
    void stopPostgres() throws IOException {
        postgres.close();
    }

    @Test
    void tocsinsTablesAreBesideTheOrders() throws SQLException {
        assertThat(tables()).contains("orders", "journal", "tocsin_issue", "tocsin_responder", "tocsin_assertion");
    }

    private List<String> tables() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }
}
