package dev.tocsin.platform;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An argument that an action or a check takes.
 *
 * @param required whether it has to be given
 * @param description one sentence for the people who fill it in
 * @param choices the only values it may have; empty for any
 * @param secret whether it is stored encrypted, and never shown again
 * @param receiver of a secret, the argument that says who gets it: whoever changes that has to enter the
 *     secret again, so that nobody can have a stored one sent to themselves; null for none
 */
public record Argument(
        String name,
        Type type,
        boolean required,
        String description,
        List<String> choices,
        boolean secret,
        String receiver) {

    private static final Pattern MAIL_ADDRESS = Pattern.compile(
            "[^@\\s,;:<>()\\[\\]\"\\\\]{1,64}@[^@\\s,;:<>()\\[\\]\"\\\\.]+(\\.[^@\\s,;:<>()\\[\\]\"\\\\.]+)*");

    public Argument {
        choices = List.copyOf(choices);
        if (!choices.isEmpty() && type != Type.LINE && type != Type.TEXT) {
            throw new IllegalArgumentException("The argument " + name + " has choices, so it has to be a text");
        }
        if (secret && (type != Type.LINE && type != Type.TEXT || !choices.isEmpty())) {
            throw new IllegalArgumentException(
                    "The argument " + name + " is a secret, so it has to be a text, without choices");
        }
    }

    /** One that is no secret. */
    public Argument(String name, Type type, boolean required, String description, List<String> choices) {
        this(name, type, required, description, choices, false, null);
    }

    /** What values an argument has. */
    public enum Type {
        /** A text in one line. */
        LINE {
            @Override
            Optional<String> fault(JsonValue value) {
                return text(value, "a text")
                        .or(() -> hasLineBreak(value)
                                ? Optional.of("has a line break; needed is a text in one line")
                                : Optional.empty());
            }
        },
        /** A text of any length. */
        TEXT {
            @Override
            Optional<String> fault(JsonValue value) {
                return text(value, "a text");
            }
        },
        /** An address that begins with {@code http://} or {@code https://}. */
        URL {
            @Override
            Optional<String> fault(JsonValue value) {
                return text(value, "an address").or(() -> url(((JsonString) value).getString()));
            }
        },
        /** A mail address. */
        MAIL_ADDRESS {
            @Override
            Optional<String> fault(JsonValue value) {
                return text(value, "a mail address").or(() -> address((JsonString) value));
            }
        },
        /** One mail address, or a list of them that is not empty. */
        MAIL_ADDRESSES {
            @Override
            Optional<String> fault(JsonValue value) {
                if (value instanceof JsonArray list) {
                    return list.isEmpty()
                            ? Optional.of("is an empty list; needed is at least one mail address")
                            : list.stream()
                                    .map(MAIL_ADDRESS::fault)
                                    .flatMap(Optional::stream)
                                    .findFirst();
                }
                return value instanceof JsonString text
                        ? address(text)
                        : Optional.of(not("a mail address or a list of them", value));
            }
        },
        /** A number. */
        NUMBER {
            @Override
            Optional<String> fault(JsonValue value) {
                return value.getValueType() == JsonValue.ValueType.NUMBER
                        ? Optional.empty()
                        : Optional.of(not("a number", value));
            }
        },
        /** True or false. */
        BOOLEAN {
            @Override
            Optional<String> fault(JsonValue value) {
                return value == JsonValue.TRUE || value == JsonValue.FALSE
                        ? Optional.empty()
                        : Optional.of(not("true or false", value));
            }
        },
        /** Any JSON. */
        JSON {
            @Override
            Optional<String> fault(JsonValue value) {
                return Optional.empty();
            }
        };

        /** What is wrong with a value. */
        abstract Optional<String> fault(JsonValue value);

        /** As the API names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<String> text(JsonValue value, String needed) {
            return value instanceof JsonString ? Optional.empty() : Optional.of(not(needed, value));
        }

        private static boolean hasLineBreak(JsonValue value) {
            return ((JsonString) value).getString().chars().anyMatch(Character::isISOControl);
        }

        private static Optional<String> address(JsonString text) {
            return isAddress(text.getString())
                    ? Optional.empty()
                    : Optional.of("is " + Problems.shown(text.getString())
                            + "; needed is a mail address such as ops@example.com");
        }

        /** The pattern refuses what could be more than one address; the library what no server takes. */
        private static boolean isAddress(String text) {
            if (!Argument.MAIL_ADDRESS.matcher(text).matches()) {
                return false;
            }
            try {
                new InternetAddress(text, true);
                return text.chars().noneMatch(Character::isISOControl);
            } catch (AddressException e) {
                return false;
            }
        }

        private static Optional<String> url(String text) {
            String shown = Problems.shown(text.replaceAll("//[^/@]*@", "//***@"));
            try {
                java.net.URI address = new java.net.URI(text);
                boolean http =
                        "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
                if (http && address.getHost() != null && address.getPort() <= 65_535) {
                    return address.getRawUserInfo() == null
                            ? Optional.empty()
                            : Optional.of("is " + shown + ", which has a login in it; that would not be kept secret");
                }
            } catch (java.net.URISyntaxException notAnAddress) {
                // said below
            }
            return Optional.of("is " + shown + "; needed is an address such as https://example.com/hook");
        }

        private static String not(String needed, JsonValue value) {
            return "is " + Json.kind(value) + "; needed is " + needed;
        }
    }

    public static Argument required(String name, Type type, String description) {
        return new Argument(name, type, true, description, List.of());
    }

    public static Argument optional(String name, Type type, String description) {
        return new Argument(name, type, false, description, List.of());
    }

    /** An optional one that is one of a few words. */
    public static Argument choice(String name, String description, String... choices) {
        return new Argument(name, Type.LINE, false, description, List.of(choices));
    }

    /**
     * An optional text in one line that is stored encrypted, and never shown again. The action or the check
     * gets it in clear text; a result or an error that contains it is stored without it.
     */
    public static Argument secret(String name, String description) {
        return optional(name, Type.LINE, description).kept();
    }

    /** The same argument, as a secret. */
    public Argument kept() {
        return new Argument(name, type, required, description, choices, true, receiver);
    }

    /** The same secret, which goes to the one whom that other argument names. */
    public Argument goingTo(String other) {
        return new Argument(name, type, required, description, choices, secret, other);
    }

    /** What is wrong with a value. */
    Optional<String> fault(JsonValue value) {
        if (secret && value instanceof JsonString text && text.getString().isBlank()) {
            return Optional.of("is empty; leave it out, or give the secret");
        }
        return type.fault(value).or(() -> {
            boolean other = !choices.isEmpty() && !choices.contains(((JsonString) value).getString());
            return other
                    ? Optional.of("is " + Problems.shown(((JsonString) value).getString()) + "; needed is one of "
                            + String.join(", ", choices))
                    : Optional.empty();
        });
    }

    static List<String> names(List<Argument> arguments) {
        return arguments.stream().map(Argument::name).toList();
    }
}
