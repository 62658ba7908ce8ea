package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileChangesTest {

    private static final ResponderDraft CARD =
            ResponderDraft.watching("Payment by card").named("Card").then("note", Map.of());
    private static final ResponderDraft CASH =
            ResponderDraft.watching("Payment in cash").named("Cash").then("note", Map.of());

    @Test
    void aNewEntryIsMade() {
        FileEntry entry = entry(CARD);

        assertThat(FileChanges.between(List.of(), List.of(entry)))
                .isEqualTo(new FileChanges(List.of(entry), List.of(), List.of()));
    }

    @Test
    void whatIsAsTheFileSaysIsLeftAlone() {
        assertThat(FileChanges.between(List.of(loaded(1, CARD), loaded(2, CASH)), List.of(entry(CASH), entry(CARD))))
                .isEqualTo(FileChanges.NONE);
    }

    @Test
    void whatSomebodyChangedIsLeftAlone() {
        FileChanges.Stored changedHere = new FileChanges.Stored(1, DraftDigest.of(CARD), CARD.disabled());

        assertThat(FileChanges.between(List.of(changedHere), List.of(entry(CARD))))
                .isEqualTo(FileChanges.NONE);
    }

    @Test
    void anEntryThatHasChangedReplacesWhatIsThere() {
        FileEntry changed = entry(CARD.allowingRetry());
        FileChanges.Stored asLoaded = loaded(1, CARD);
        FileChanges.Stored changedHere = new FileChanges.Stored(1, DraftDigest.of(CARD), CARD.disabled());

        FileChanges ofLoaded = FileChanges.between(List.of(asLoaded), List.of(changed));
        FileChanges ofChangedHere = FileChanges.between(List.of(changedHere), List.of(changed));

        assertThat(ofLoaded)
                .isEqualTo(new FileChanges(List.of(), List.of(new FileChanges.Change(asLoaded, changed)), List.of()));
        assertThat(ofLoaded.changed().get(0).overrides()).isFalse();
        assertThat(ofLoaded.changed().get(0).takesOver()).isFalse();
        assertThat(ofChangedHere.changed()).containsExactly(new FileChanges.Change(changedHere, changed));
        assertThat(ofChangedHere.changed().get(0).overrides()).isTrue();
        assertThat(ofChangedHere.changed().get(0).takesOver()).isFalse();
    }

    @Test
    void oneThatDidNotBelongToTheFileIsTakenOverEvenIfItIsTheSame() {
        FileChanges.Stored byHand = new FileChanges.Stored(1, null, CARD);

        FileChanges changes = FileChanges.between(List.of(byHand), List.of(entry(CARD)));

        assertThat(changes.changed()).containsExactly(new FileChanges.Change(byHand, entry(CARD)));
        assertThat(changes.changed().get(0).takesOver()).isTrue();
        assertThat(changes.changed().get(0).overrides()).isFalse();
    }

    @Test
    void whatLeftTheFileIsToldOnceAndWhatWasNeverThereIsNot() {
        FileChanges.Stored gone = loaded(1, CARD);
        FileChanges.Stored goneBefore = new FileChanges.Stored(2, null, CASH.disabled());

        assertThat(FileChanges.between(List.of(gone, goneBefore), List.of()))
                .isEqualTo(new FileChanges(List.of(), List.of(), List.of(gone)));
    }

    private static FileEntry entry(ResponderDraft draft) {
        return new FileEntry("the file", draft);
    }

    private static FileChanges.Stored loaded(long id, ResponderDraft draft) {
        return new FileChanges.Stored(id, DraftDigest.of(draft), draft);
    }
}
