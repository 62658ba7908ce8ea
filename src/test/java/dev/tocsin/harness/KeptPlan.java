package dev.tocsin.harness;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.TransactionSetting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collections;
import java.util.regex.Pattern;

/** How PostgreSQL would run a statement that it has planned once and for all, by what it knows of the tables now. */
public final class KeptPlan {

    private static final Pattern PARAMETER = Pattern.compile("\\?");

    private KeptPlan() {}

    public static String of(Database database, String sql, TransactionSetting... settings) {
        int[] parameters = {0};
        String numbered = PARAMETER.matcher(sql).replaceAll(one -> "\\$" + ++parameters[0]);
        String values = String.join(", ", Collections.nCopies(parameters[0], "NULL"));
        return database.prepare("SELECT 1", any -> {
            Connection connection = any.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(TransactionSetting.statement(settings));
                statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
                statement.execute("PREPARE kept AS " + numbered);
                String explain = "EXPLAIN EXECUTE kept" + (values.isEmpty() ? "" : "(" + values + ")");
                StringBuilder lines = new StringBuilder();
                try (ResultSet rows = statement.executeQuery(explain)) {
                    while (rows.next()) {
                        lines.append(rows.getString(1)).append('\n');
                    }
                }
                return lines.toString();
            }
        });
    }
}
