package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordQueryTest {

    private static RecordQuery where(String where) {
        return RecordQuery.of(new RecordSelection("Order", null, where, null), "Order", List.of("id"));
    }

    private static RecordQuery query(String query) {
        return RecordQuery.of(new RecordSelection("Order", null, null, query), "Order", List.of("id"));
    }

    @Test
    void readsRangesInTheOrderOfTheIds() {
        assertThat(where(null).page(false, false)).isEqualTo("SELECT r FROM Order r ORDER BY r.id");
        assertThat(where(null).page(true, true))
                .isEqualTo("SELECT r FROM Order r WHERE r.id > :after0 AND r.id <= :upTo0 ORDER BY r.id");
        assertThat(where(null).count()).isEqualTo("SELECT COUNT(r) FROM Order r");
        assertThat(where(null).one()).isEqualTo("SELECT r FROM Order r WHERE r.id = :after0");
    }

    @Test
    void aConditionIsOneWhole() {
        assertThat(where("r.a = 1 OR r.b = 2").page(true, false))
                .isEqualTo("SELECT r FROM Order r WHERE (r.a = 1 OR r.b = 2) AND r.id > :after0 ORDER BY r.id");
    }

    @Test
    void aQueryKeepsItsNamesAndJoins() {
        assertThat(query("select distinct o from Order o join o.lines l where l.note = 'WHERE (x)' and (l.n > 1)")
                        .page(true, false))
                .isEqualTo("SELECT DISTINCT o FROM Order o join o.lines l WHERE (l.note = 'WHERE (x)' and (l.n > 1))"
                        + " AND o.id > :after0 ORDER BY o.id");
        assertThat(query("SELECT o FROM Order o").ids()).isEqualTo("SELECT o.id FROM Order o ORDER BY o.id");
        assertThat(query("SELECT o FROM Order o WHERE EXISTS (SELECT l FROM Line l WHERE l.order = o ORDER BY l.n)")
                        .count())
                .isEqualTo("SELECT COUNT(o) FROM Order o WHERE"
                        + " (EXISTS (SELECT l FROM Line l WHERE l.order = o ORDER BY l.n))");
    }

    @Test
    void whatIsJoinedMayRepeatARecordUnlessItIsAskedForDistinctOnes() {
        assertThat(query("SELECT o FROM Order o JOIN o.lines l").mayRepeat()).isTrue();
        assertThat(query("SELECT o FROM Order o, Line l WHERE l.order = o").mayRepeat())
                .isTrue();
        assertThat(query("SELECT DISTINCT o FROM Order o JOIN o.lines l").mayRepeat())
                .isFalse();
        assertThat(query("SELECT o FROM Order o WHERE o.state IN ('a', 'b')").mayRepeat())
                .isFalse();
        assertThat(where("r.state IN ('a', 'b')").mayRepeat()).isFalse();
    }

    @Test
    void anIdOfTwoAttributesIsComparedOneAfterTheOther() {
        RecordQuery query = RecordQuery.of(
                new RecordSelection("Line", null, null, null), "Line", List.of("key.number", "key.order"));
        assertThat(query.page(true, false))
                .isEqualTo("SELECT r FROM Line r WHERE r.key.number >= :after0 AND ((r.key.number > :after0) OR"
                        + " (r.key.number = :after0 AND r.key.order > :after1)) ORDER BY r.key.number, r.key.order");
        assertThat(query.page(false, true))
                .contains("r.key.number <= :upTo0 AND ((r.key.number < :upTo0) OR"
                        + " (r.key.number = :upTo0 AND r.key.order <= :upTo1))");
        assertThat(query.ids()).startsWith("SELECT r.key.number, r.key.order FROM Line r");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    r.a = 1) OR (1 = 1                | closes a parenthesis that was not opened
                    (r.a = 1                          | opens a parenthesis that is not closed
                    r.a = 'x                          | does not end
                    """)
    void aConditionThatReachesOutOfItsPlaceIsRefused(String where, String why) {
        assertThatThrownBy(() -> where(where))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DELETE FROM Order o                        | does not begin with SELECT
                    SELECT o.id FROM Order o                   | does not begin with SELECT
                    SELECT o FROM Order o ORDER BY o.id        | has ORDER
                    SELECT o FROM Order o GROUP BY o.a         | has GROUP
                    """)
    void aQueryOfSomethingElseIsRefused(String query, String why) {
        assertThatThrownBy(() -> query(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FUNCTION('sleep', 1) = 1", "sql ('1') = 1", "1 = Func(a)", "OPERATOR('x', r.a) = 1"})
    void whatReachesPlainSqlIsKnown(String where) {
        assertThat(RecordQuery.escapesToSql(where)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.note = 'SQL(1)'", "UPPER(r.a) = 'X'", "r.function = 1"})
    void whatOnlyLooksLikeItIsNot(String where) {
        assertThat(RecordQuery.escapesToSql(where)).isFalse();
    }
}
