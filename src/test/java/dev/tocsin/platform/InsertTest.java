package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.EmptyDatabase;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read is what was inserted, by one statement for all rows or by one for each. */
class InsertTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static final Insert<Bell> BELLS = Insert.<Bell>into("bell")
            .number("id", Bell::id)
            .number("weight", Bell::weight)
            .text("name", Bell::name)
            .text("inscription", Bell::inscription)
            .text("kind", Bell::kind)
            .time("cast_at", Bell::castAt)
            .flag("rings", Bell::rings);

    /** What a bell can be. */
    enum Kind {
        CHURCH,
        SHIP
    }

    /** A row: what is not its id may be missing. */
    record Bell(long id, Integer weight, String name, JsonValue inscription, Kind kind, Instant castAt, Boolean rings) {

        static Bell of(long id, String name) {
            JsonValue inscription = Json.createObjectBuilder()
                    .add("by", name == null ? "" : name)
                    .build();
            return new Bell(id, 12_000, name, inscription, Kind.SHIP, NOON.plusNanos(id * 1_000), id % 2 == 0);
        }

        static Bell unknown(long id) {
            return new Bell(id, null, null, null, null, null, null);
        }
    }

    private static Database database(Dialect dialect) {
        Database database = new Database(EmptyDatabase.of(dialect));
        database.update("CREATE TABLE bell (id BIGINT PRIMARY KEY, weight INT, name VARCHAR(100) UNIQUE,"
                + " inscription VARCHAR(1000), kind VARCHAR(10), cast_at TIMESTAMP WITH TIME ZONE, rings BOOLEAN)");
        return database;
    }

    private static List<Bell> all(Database database) {
        return database.query(
                "SELECT " + BELLS.columns() + " FROM bell ORDER BY id",
                row -> new Bell(
                        row.getLong("id"),
                        row.getObject("weight", Integer.class),
                        row.getString("name"),
                        row.getString("inscription") == null ? null : JsonColumn.read(row.getString("inscription")),
                        row.getString("kind") == null ? null : Kind.valueOf(row.getString("kind")),
                        InstantColumn.read(row, "cast_at"),
                        row.getObject("rings", Boolean.class)));
    }

    @ParameterizedTest
    @EnumSource
    void oneOrManyAreReadAsTheyWereInserted(Dialect dialect) {
        for (int count : new int[] {0, 1, 2, 1000}) {
            Database database = database(dialect);
            List<Bell> bells = LongStream.range(0, count)
                    .mapToObj(id -> id % 3 == 1 ? Bell.unknown(id) : Bell.of(id, "Bell " + id))
                    .toList();

            database.insert(BELLS, bells);

            assertThat(all(database)).isEqualTo(bells);
        }
    }

    /** An array is a text of its own kind: nothing of it may be taken for what separates its elements. */
    @ParameterizedTest
    @EnumSource
    void noTextIsTakenForSomethingElse(Dialect dialect) {
        List<String> names = List.of(
                "",
                " ",
                "NULL",
                "null",
                "{}",
                "{a,b}",
                "a,b",
                "\"",
                "\\",
                "\\\"",
                "'",
                "? $1",
                "a\nb\tc",
                "Glöckchen 🔔");
        Database database = database(dialect);
        List<Bell> bells = IntStream.range(0, names.size())
                .mapToObj(i -> Bell.of(i, names.get(i)))
                .toList();

        database.insert(BELLS, bells);

        assertThat(all(database)).isEqualTo(bells);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTakenIsSaid(Dialect dialect) {
        Database database = database(dialect);
        database.insert(BELLS, List.of(Bell.of(1, "Emmanuel")));

        assertThat(database.insertIfFree(BELLS, Bell.of(2, "Emmanuel"))).isFalse();
        assertThat(database.insertIfFree(BELLS, Bell.of(3, "Pummerin"))).isTrue();
        assertThatThrownBy(() -> database.insert(BELLS, List.of(Bell.of(4, "Pummerin"))))
                .isInstanceOfSatisfying(
                        DatabaseFailure.class,
                        failure -> assertThat(failure.isDuplicate()).isTrue());

        assertThat(all(database)).extracting(Bell::id).containsExactly(1L, 3L);
    }

    @Test
    void ofManyThoseAreInsertedThatAreFree() {
        Database database = database(Dialect.POSTGRESQL);
        database.insert(BELLS, List.of(Bell.of(1, "Emmanuel")));

        assertThat(database.insertThoseThatAreFree(
                        BELLS,
                        List.of(
                                Bell.of(2, "Pummerin"),
                                Bell.of(3, "Emmanuel"),
                                Bell.of(4, "Pummerin"),
                                Bell.of(5, null))))
                .containsExactlyInAnyOrder(2L, 5L);
        assertThat(database.insertThoseThatAreFree(BELLS, List.of())).isEmpty();

        assertThat(all(database)).extracting(Bell::id).containsExactly(1L, 2L, 5L);
    }
}
