package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewIssueTest {

    @Test
    void detailsMayBeAnythingThatJsonCanHold() {
        assertThat(NewIssue.of("late", null, null).details()).isEqualTo(JsonValue.NULL);
        assertThat(NewIssue.of("late", "since noon", null).details()).hasToString("\"since noon\"");
        assertThat(NewIssue.of("late", Map.of("days", 3), null).details()).hasToString("{\"days\":3}");
        assertThat(NewIssue.of("late", List.of(1, 2), null).details()).hasToString("[1,2]");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t\n", "a\0b", "a\uD83D"})
    void aNameMustBeThereAndStorable(String name) {
        assertThat(refused(name, null)).singleElement().returns("name", Problem::path);
    }

    @Test
    void aNameMayHave500CharactersAndNotOneMore() {
        assertThat(NewIssue.of("n".repeat(500), null, null).name()).hasSize(500);
        assertThat(refused("n".repeat(501), null)).singleElement().returns("name", Problem::path);
    }

    @Test
    void detailsMayHaveAQuarterOfAMegabyteAndNotOneCharacterMore() {
        String fits = "d".repeat(NewIssue.MOST_DETAILS - 2);

        assertThat(NewIssue.of("late", fits, null).details().toString()).hasSize(262_144);
        assertThat(refused("late", fits + "d"))
                .containsExactly(new Problem("details", "has 262145 characters as JSON; the limit is 262144"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(refused(" ", Map.of("customer", "a\0b")))
                .extracting(Problem::path)
                .containsExactly("name", "details.customer");
    }

    @Test
    void aCheckNamesThePlaceInTheInput() {
        Problems problems = new Problems();

        NewIssue.check("", Json.parse("[\"\\u0000\"]"), "issues[2]", problems);

        assertThat(problems.all()).extracting(Problem::path).containsExactly("issues[2].name", "issues[2].details[0]");
    }

    private static List<Problem> refused(String name, Object details) {
        return catchThrowableOfType(InvalidInput.class, () -> NewIssue.of(name, details, null))
                .problems();
    }
}
