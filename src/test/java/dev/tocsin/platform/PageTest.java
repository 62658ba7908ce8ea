package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    private static final int LIMIT = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, LIMIT})
    void rowsUpToTheLimitAreTheLastPage(int count) {
        Page<Long> page = Page.of(rows(count), LIMIT, PageTest::cursor);

        assertThat(page.items()).isEqualTo(rows(count));
        assertThat(page.next()).isEmpty();
    }

    @Test
    void oneRowMoreTellsThatThereIsANextPageAndIsNotShown() {
        Page<Long> page = Page.of(rows(LIMIT + 1), LIMIT, PageTest::cursor);

        assertThat(page.items()).containsExactly(1L, 2L, 3L);
        assertThat(page.next()).contains(cursor(3L));
    }

    @Test
    void aPageOfOneRowHasANextOne() {
        Page<Long> page = Page.of(rows(2), 1, PageTest::cursor);

        assertThat(page.items()).containsExactly(1L);
        assertThat(page.next()).contains(cursor(1L));
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT, LIMIT + 1})
    void aPageKeepsItsRowsWhateverBecomesOfTheList(int count) {
        List<Long> rows = new ArrayList<>(rows(count));
        Page<Long> page = Page.of(rows, LIMIT, PageTest::cursor);
        rows.clear();

        assertThat(page.items()).containsExactly(1L, 2L, 3L);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> page.items().clear());
    }

    private static List<Long> rows(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static Cursor cursor(Long row) {
        return new Cursor(Instant.EPOCH.plusSeconds(row), row);
    }
}
