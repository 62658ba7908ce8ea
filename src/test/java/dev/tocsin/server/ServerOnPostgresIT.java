package dev.tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On PostgreSQL. */
class ServerOnPostgresIT extends ServerContract {

    private static final String DATABASE = Postgres.newDatabase();

    /** Refuses a change of status with a certain reason, but not before the commit. */
    private static final String REFUSING = """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'no disk' USING ERRCODE = '58030'; END $$;
            CREATE CONSTRAINT TRIGGER refuses AFTER INSERT ON tocsin_status_change DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.reason = 'refused at the commit') EXECUTE FUNCTION refuse()
            """;

    @Override
    Server.Start start() {
        return Server.onPostgres(DATABASE);
    }

    @Test
    void aCommitThatFailsIsAProblemAsAnyOther() {
        new Sql(DATABASE).execute(REFUSING);
        long id = api.open("Refused at the commit");

        Api.Answer answer = api.post("/api/issues/" + id + "/resolve", Map.of("reason", "refused at the commit"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().getString("detail"))
                .startsWith("The database does not answer, or cannot do this now; try again soon");
        assertThat(api.issue(id).getString("status")).isEqualTo("open");
    }
}
