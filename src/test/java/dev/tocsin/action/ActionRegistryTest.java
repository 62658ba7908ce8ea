package dev.tocsin.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionRegistryTest {

    private record Named(String name, Set<String> aliases) implements Action {

        Named(String name, String... aliases) {
            this(name, Set.of(aliases));
        }

        @Override
        public Object execute(ActionContext context) {
            return null;
        }
    }

    @Test
    void anActionIsFoundByItsNameAndItsAliases() {
        Named page = new Named("page", "pager", "issue.actions.page");
        ActionRegistry registry = new ActionRegistry(List.of(page, new Named("log")));

        assertThat(registry.find("page")).containsSame(page);
        assertThat(registry.find("pager")).containsSame(page);
        assertThat(registry.find("issue.actions.page")).containsSame(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Page", "page ", "pag", "java.lang.Runtime"})
    void nothingElseIsFound(String name) {
        assertThat(new ActionRegistry(List.of(new Named("page"))).find(name)).isEmpty();
    }

    @Test
    void actionsAreListedOnceInTheOrderOfTheirNames() {
        ActionRegistry registry =
                new ActionRegistry(List.of(new Named("page", "a"), new Named("email"), new Named("log")));

        assertThat(registry.all()).extracting(Action::name).containsExactly("email", "log", "page");
        assertThat(registry.names()).isEqualTo("email, log, page");
    }

    @Test
    void withoutActionsAMessageSaysSo() {
        assertThat(new ActionRegistry(List.of()).names()).isEqualTo("none");
        assertThat(new ActionRegistry(List.of()).all()).isEmpty();
    }

    @Test
    void twoActionsOfOneNameAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ActionRegistry(List.of(new Named("page"), new LogAction(), new Named("log"))))
                .withMessage("Two actions have the name \"log\": " + LogAction.class.getName() + " and "
                        + Named.class.getName());
    }

    @Test
    void anAliasThatIsTakenIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ActionRegistry(List.of(new Named("page"), new Named("call", "page"))))
                .withMessageContaining("the name \"page\"");
        assertThatIllegalStateException()
                .isThrownBy(() -> new ActionRegistry(List.of(new Named("call", "page"), new Named("page"))))
                .withMessageContaining("the name \"page\"");
        assertThatIllegalStateException()
                .isThrownBy(() -> new ActionRegistry(List.of(new Named("a", "ring"), new Named("b", "ring"))))
                .withMessageContaining("the name \"ring\"");
    }

    @Test
    void anAliasThatRepeatsTheNameIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> new ActionRegistry(List.of(new Named("page", "page"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "my page", ".page", "-page", "_page", "page\n", "page/1", "pägè", "page,log"})
    void aBadNameIsRefused(String name) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ActionRegistry(List.of(new Named(name))))
                .withMessage("The action " + Named.class.getName() + " has the name \"" + name
                        + "\"; needed are letters, digits, dots, hyphens and underscores");
        assertThatIllegalStateException().isThrownBy(() -> new ActionRegistry(List.of(new Named("fine", name))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "page.the-operator_2", "Page"})
    void aNameHasLettersDigitsDotsHyphensAndUnderscores(String name) {
        assertThat(new ActionRegistry(List.of(new Named(name))).find(name)).isPresent();
    }

    @Test
    void aNameMayHave200CharactersAndNotOneMore() {
        assertThat(new ActionRegistry(List.of(new Named("p".repeat(200)))).all())
                .hasSize(1);
        assertThatIllegalStateException().isThrownBy(() -> new ActionRegistry(List.of(new Named("p".repeat(201)))));
    }
}
