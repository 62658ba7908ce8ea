package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Encrypts the secrets among the arguments of actions and checks before they are stored, and decrypts
 * them for the moment in which they are used. The first key of {@code tocsin.secret.key} encrypts; all
 * of them decrypt.
 */
@ApplicationScoped
public class Secrets {

    private List<SecretCipher> ciphers;

    /** For the container's proxy. */
    protected Secrets() {}

    @Inject
    public Secrets(Settings settings) {
        ciphers = settings.secretKeys().stream().map(SecretCipher::new).toList();
    }

    /**
     * Arguments as they are stored.
     *
     * @param declared what the action or the check takes
     * @param given as somebody wants them, with secrets in clear text, or the marker for the stored one
     * @param stored what is stored now for the same action or check; empty if nothing is
     */
    public JsonObject sealed(Arguments declared, JsonObject given, JsonObject stored, String path, Problems problems) {
        return replacing(declared, given, (argument, value) -> {
            String where = Problems.path(path, argument.name());
            if (Sealed.is(value)) {
                return value;
            }
            if (Sealed.isMarker(value)) {
                return kept(argument, given, stored, where, problems);
            }
            if (ciphers.isEmpty()) {
                problems.add(
                        where,
                        "is a secret, which is stored only if it can be encrypted; for that, "
                                + Setting.SECRET_KEY.variable() + " (" + Setting.SECRET_KEY.key()
                                + ") has to be set to a text of at least " + Settings.SHORTEST_SECRET_KEY
                                + " characters");
                return value;
            }
            return unchanged(argument, value, stored)
                    .orElseGet(
                            () -> Sealed.of(ciphers.get(0).sealed(((JsonString) value).getString(), argument.name())));
        });
    }

    /** A secret that is the stored one does not become another because it is encrypted once more. */
    private Optional<JsonValue> unchanged(Argument argument, JsonValue value, JsonObject stored) {
        JsonValue before = stored.getOrDefault(argument.name(), JsonValue.NULL);
        try {
            return isCurrent(before) && opened(argument.name(), before).equals(((JsonString) value).getString())
                    ? Optional.of(before)
                    : Optional.empty();
        } catch (SecretLost e) {
            return Optional.empty();
        }
    }

    private JsonValue kept(Argument argument, JsonObject given, JsonObject stored, String where, Problems problems) {
        JsonValue before = stored.getOrDefault(argument.name(), JsonValue.NULL);
        if (before == JsonValue.NULL) {
            problems.add(
                    where,
                    "is " + Sealed.MARKER + ", which stands for the secret that is stored; none is stored here,"
                            + " so the secret itself is needed");
            return JsonValue.NULL;
        }
        String receiver = argument.receiver();
        if (receiver != null && !Objects.equals(stored.get(receiver), given.get(receiver))) {
            problems.add(
                    where,
                    "is " + Sealed.MARKER + ", but " + receiver
                            + " is another than the one that the stored secret was entered for; enter the secret again");
        }
        return current(argument.name(), before);
    }

    /** Stored arguments, with the secrets encrypted with the current key as far as they can be read. */
    public JsonObject current(JsonObject stored) {
        JsonObjectBuilder current = Json.provider().createObjectBuilder();
        stored.forEach((name, value) -> current.add(name, Sealed.is(value) ? current(name, value) : value));
        return current.build();
    }

    /** Encrypted with the current key, if that can be done. */
    private JsonValue current(String name, JsonValue before) {
        boolean clear = before instanceof JsonString;
        if (ciphers.isEmpty() || !clear && isCurrent(before)) {
            return before;
        }
        try {
            String secret = clear ? ((JsonString) before).getString() : opened(name, before);
            return Sealed.of(ciphers.get(0).sealed(secret, name));
        } catch (SecretLost e) {
            return before;
        }
    }

    private boolean isCurrent(JsonValue stored) {
        return Sealed.is(stored)
                && SecretCipher.keyOf(Sealed.text(stored)).equals(ciphers.get(0).id());
    }

    /**
     * Whether two stored forms mean the same: a secret is encrypted differently each time. Two that cannot be
     * read are different.
     */
    public boolean same(JsonObject one, JsonObject other) {
        return one.equals(other)
                || one.keySet().equals(other.keySet())
                        && one.entrySet().stream()
                                .allMatch(entry -> same(entry.getKey(), entry.getValue(), other.get(entry.getKey())));
    }

    private boolean same(String name, JsonValue one, JsonValue other) {
        if (!Sealed.is(one) || !Sealed.is(other) || one.equals(other)) {
            return one.equals(other);
        }
        try {
            return opened(name, one).equals(opened(name, other));
        } catch (SecretLost e) {
            return false;
        }
    }

    /**
     * Stored arguments, to be used now.
     *
     * @throws SecretLost naming the argument that cannot be read, and what would help
     */
    public OpenedArguments opened(JsonObject stored) {
        JsonObject values = stored;
        List<String> secrets = new ArrayList<>();
        if (stored.values().stream().anyMatch(Sealed::is)) {
            JsonObjectBuilder opened = Json.provider().createObjectBuilder();
            stored.forEach((name, value) -> {
                if (Sealed.is(value)) {
                    secrets.add(opened(name, value));
                    opened.add(name, secrets.get(secrets.size() - 1));
                } else {
                    opened.add(name, value);
                }
            });
            values = opened.build();
        }
        return new OpenedArguments(values, secrets);
    }

    private String opened(String name, JsonValue sealed) {
        String text = Sealed.text(sealed);
        String key = SecretCipher.keyOf(text);
        SecretCipher cipher = ciphers.stream()
                .filter(one -> one.id().equals(key))
                .findFirst()
                .orElseThrow(() -> new SecretLost("The secret " + name + " was encrypted with the key " + key
                        + ", which is not in " + Setting.SECRET_KEY.variable() + " ("
                        + (ciphers.isEmpty() ? "it is not set" : "there are the keys " + ids())
                        + "); add that key again, or enter the secret again"));
        try {
            return cipher.opened(text, name);
        } catch (SecretLost e) {
            throw new SecretLost("The secret " + name + " cannot be read: " + e.getMessage());
        }
    }

    private String ids() {
        return ciphers.stream().map(SecretCipher::id).collect(Collectors.joining(", "));
    }

    /**
     * The arguments with a fingerprint in place of each secret: the same for the same arguments, and nothing
     * that a secret could be guessed from. One for each key, the current one first.
     *
     * @param given with secrets in clear text, or stored; what cannot be read has no fingerprint
     */
    public List<JsonObject> fingerprints(Arguments declared, JsonObject given) {
        if (ciphers.isEmpty()) {
            return List.of(fingerprint(declared, given, null));
        }
        return ciphers.stream()
                .map(cipher -> fingerprint(declared, given, cipher))
                .distinct()
                .toList();
    }

    private JsonObject fingerprint(Arguments declared, JsonObject given, SecretCipher cipher) {
        return replacing(declared, given, (argument, value) -> {
            try {
                String secret = Sealed.is(value) ? opened(argument.name(), value) : ((JsonString) value).getString();
                return Json.provider().createValue(cipher == null ? Sealed.MARKER : cipher.fingerprint(secret));
            } catch (SecretLost e) {
                return Json.provider().createValue(Sealed.MARKER);
            }
        });
    }

    private static JsonObject replacing(
            Arguments declared, JsonObject given, BiFunction<Argument, JsonValue, JsonValue> replacement) {
        Map<String, Argument> secrets = declared.secrets().stream()
                .filter(argument -> given.getOrDefault(argument.name(), JsonValue.NULL) != JsonValue.NULL)
                .collect(Collectors.toMap(Argument::name, argument -> argument));
        if (secrets.isEmpty()) {
            return given;
        }
        JsonObjectBuilder replaced = Json.provider().createObjectBuilder();
        given.forEach((name, value) ->
                replaced.add(name, secrets.containsKey(name) ? replacement.apply(secrets.get(name), value) : value));
        return replaced.build();
    }
}
