package dev.tocsin.platform;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** The arguments that an action or a check takes: a declared list, or any. */
public final class Arguments {

    private static final Arguments ANY = new Arguments(null);

    private final List<Argument> declared;

    private Arguments(List<Argument> declared) {
        this.declared = declared;
    }

    /** Any arguments, unchecked. */
    public static Arguments any() {
        return ANY;
    }

    /** These and no others; none at all if the list is empty. */
    public static Arguments of(Argument... declared) {
        return new Arguments(List.of(declared));
    }

    /** Empty if any are accepted. */
    public Optional<List<Argument>> declared() {
        return Optional.ofNullable(declared);
    }

    /** Those that are stored encrypted. */
    public List<Argument> secrets() {
        return declared == null
                ? List.of()
                : declared.stream().filter(Argument::secret).toList();
    }

    /**
     * Says what is wrong with the arguments that are given. A null is as good as an argument that
     * is not there.
     */
    public void check(JsonObject given, String path, Problems problems) {
        given.forEach((name, value) -> {
            if (Sealed.is(value)) {
                problems.add(
                        Problems.path(path, name), "has the form in which secrets are stored; give it in clear text");
            }
        });
        if (declared == null) {
            return;
        }
        List<String> names = Argument.names(declared);
        given.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add(
                        Problems.path(path, name),
                        names.isEmpty()
                                ? "is not an argument here; there are none"
                                : "is not an argument here; there are " + String.join(", ", names)));
        for (Argument argument : declared) {
            JsonValue value = given.getOrDefault(argument.name(), JsonValue.NULL);
            String where = Problems.path(path, argument.name());
            if (value != JsonValue.NULL) {
                argument.fault(value).ifPresent(fault -> problems.add(where, fault));
            } else if (argument.required()) {
                problems.add(where, "is missing: " + argument.description());
            }
        }
    }
}
