package dev.tocsin.assertion;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.util.Map;

/** Whether a data source answers. */
@ApplicationScoped
class DataSourceCheck implements Check {

    @Inject
    private AllowedDataSources sources;

    @Override
    public String name() {
        return "data-source";
    }

    @Override
    public String description() {
        return "A data source answers.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(Argument.optional(
                "data_source",
                Argument.Type.LINE,
                "Its JNDI name, one of those in tocsin.query.data.sources; Tocsin's own if it is not given"));
    }

    @Override
    public Verdict check(CheckContext context) throws Exception {
        String name = context.text("data_source", Database.DATA_SOURCE);
        try (Connection connection = sources.find(name).getConnection()) {
            int seconds = (int) Math.max(1, context.timeout().toSeconds());
            return connection.isValid(seconds)
                    ? Verdict.passed()
                    : Verdict.failed(Map.of("data_source", name, "reason", "the connection is not valid"));
        } catch (java.sql.SQLException e) {
            return Verdict.failed(Map.of("data_source", name, "reason", String.valueOf(e.getMessage())));
        }
    }
}
