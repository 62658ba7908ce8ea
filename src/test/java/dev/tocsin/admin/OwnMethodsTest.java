package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.FunctionMapper;
import jakarta.el.VariableMapper;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnMethodsTest {

    private final OwnMethods methods = new OwnMethods();
    private ELContext context;

    /** What a page may hold. */
    public static class Row {

        public String name() {
            return "late";
        }

        public String times(int number) {
            return number + " times";
        }

        public Object nothing() {
            return null;
        }

        public String fails() {
            throw new IllegalStateException("broken");
        }

        public String of(String text) {
            return text;
        }

        public String of(Integer number) {
            return number.toString();
        }

        public String all(String... texts) {
            return String.join(",", texts);
        }

        String hidden() {
            return "hidden";
        }
    }

    /** As the container makes one of a bean. */
    public static class Proxy extends Row {

        @Override
        public String name() {
            return "proxied " + super.name();
        }
    }

    @BeforeEach
    void ask() {
        context = new Asked();
    }

    @Test
    void callsWhatThereIsOneOf() {
        assertThat(call(new Row(), "name")).isEqualTo("late");
        assertThat(context.isPropertyResolved()).isTrue();
    }

    @Test
    void givesValuesThatFit() {
        assertThat(call(new Row(), "times", 3)).isEqualTo("3 times");
    }

    @Test
    void aResultOfNothingIsAResult() {
        assertThat(call(new Row(), "nothing")).isNull();
        assertThat(context.isPropertyResolved()).isTrue();
    }

    @Test
    void callsWhatAProxyMakesOfIt() {
        assertThat(call(new Proxy(), "name")).isEqualTo("proxied late");
    }

    @Test
    void saysWhatFailed() {
        assertThatThrownBy(() -> call(new Row(), "fails"))
                .isInstanceOf(ELException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken");
    }

    @Test
    void leavesToTheServerWhatIsNotPlain() {
        assertThat(call(new Row(), "of", "text")).as("overloaded").isNull();
        assertThat(call(new Row(), "all", "one")).as("any number of values").isNull();
        assertThat(call(new Row(), "times", "3")).as("to be converted").isNull();
        assertThat(call(new Row(), "times", (Object) null))
                .as("to be converted")
                .isNull();
        assertThat(call(new Row(), "hidden")).as("not public").isNull();
        assertThat(call(new Row(), "unknown")).as("not there").isNull();
        assertThat(call(null, "name")).as("of nothing").isNull();
        assertThat(context.isPropertyResolved()).isFalse();
    }

    @Test
    void leavesTheObjectsOfOthersToTheServer() {
        assertThat(call(Optional.of("text"), "get")).isNull();
        assertThat(context.isPropertyResolved()).isFalse();
    }

    private Object call(Object base, String name, Object... values) {
        return methods.invoke(context, base, name, null, values);
    }

    /** All that is asked of it is whether somebody has answered. */
    private static final class Asked extends ELContext {

        @Override
        public ELResolver getELResolver() {
            return null;
        }

        @Override
        public FunctionMapper getFunctionMapper() {
            return null;
        }

        @Override
        public VariableMapper getVariableMapper() {
            return null;
        }
    }
}
