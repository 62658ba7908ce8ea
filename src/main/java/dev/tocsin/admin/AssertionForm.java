package dev.tocsin.admin;

import dev.tocsin.assertion.Checks;
import dev.tocsin.assertion.Definition;
import dev.tocsin.assertion.RecordSelection;
import dev.tocsin.assertion.Schedule;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The form of an assertion: what is typed, and what is wrong with it, field by field. The fields of the arguments are
 * made from what the check declares. A field is called by the path that {@link Problem} names it by.
 */
final class AssertionForm {

    /** In the request, before the path of a field: so that no field is taken for something else. */
    static final String PREFIX = "in.";

    private static final String ARGUMENTS = "arguments";
    private static final String ON = "true";

    /** In place of a value that nobody is shown; sent back, it means that nothing changes. */
    private static final String SECRET = "********";

    /** How a field is shown. */
    enum Kind {
        LINE,
        TEXT,
        CODE,
        NUMBER,
        CHOICE,
        FLAG,
        SECRET
    }

    /** Where a field is shown. */
    enum Section {
        WHAT,
        RECORDS,
        WHEN,
        STRICTNESS
    }

    /**
     * @param name null where the texts of the pages have one
     * @param hint null for none
     * @param now what it is meanwhile, where someone else changed it; null if nobody did
     * @param error null if nothing is wrong with it
     */
    public record Field(
            String path,
            String kind,
            Section section,
            String name,
            String hint,
            boolean required,
            List<String> choices,
            String value,
            String now,
            String error) {

        public String input() {
            return PREFIX + path;
        }

        /** For CSS and labels, which do not like every sign. */
        public String id() {
            return "in-" + path.replaceAll("[^A-Za-z0-9_-]", "-");
        }

        public boolean checked() {
            return ON.equals(value);
        }
    }

    private final Checks.Described check;
    private final List<String> entities;
    private final Definition base;
    private final boolean declared;
    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final List<Problem> others = new ArrayList<>();
    private Map<String, String> meanwhile = Map.of();

    private AssertionForm(
            Checks.Described check,
            List<String> entities,
            Definition base,
            boolean declared,
            Map<String, String> values) {
        this.check = check;
        this.entities = entities;
        this.base = base;
        this.declared = declared;
        this.values = values;
    }

    /**
     * @param entities the names of those that it may be about
     * @param base what it is now, or what a new one begins with
     * @param declared whether code declares it, so that only its schedule and whether it is enabled can be changed
     */
    static AssertionForm of(Checks.Described check, List<String> entities, Definition base, boolean declared) {
        return new AssertionForm(check, entities, base, declared, texts(check, base));
    }

    /** With what was typed in place of what it is. */
    AssertionForm typed(Function<String, Optional<String>> parameters) {
        Map<String, String> typed = new LinkedHashMap<>();
        fields().forEach(field ->
                typed.put(field.path(), parameters.apply(field.input()).orElse("")));
        return new AssertionForm(check, entities, base, declared, typed);
    }

    private static Map<String, String> texts(Checks.Described check, Definition is) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", is.name());
        is.arguments().forEach((name, value) -> texts.put(path(name), text(value)));
        arguments(check).orElse(List.of()).stream()
                .filter(argument ->
                        argument.type() == Argument.Type.JSON && is.arguments().containsKey(argument.name()))
                .forEach(argument -> texts.put(
                        path(argument.name()), Json.pretty(is.arguments().get(argument.name()))));
        texts.put(ARGUMENTS, is.arguments().isEmpty() ? "" : Json.pretty(is.arguments()));
        RecordSelection records = is.records() == null ? new RecordSelection(null, null, null, null) : is.records();
        texts.put("entity_type", records.entityType());
        texts.put("persistence_unit", records.unit());
        texts.put("where", records.where());
        texts.put("query", records.query());
        texts.put("every", is.schedule().every());
        texts.put("cron", is.schedule().cron());
        texts.put("zone", is.schedule().zone());
        texts.put("enabled", is.enabled() ? ON : "");
        texts.put("attempts", Integer.toString(is.attempts()));
        texts.put("timeout", is.timeout());
        texts.put("max_issues", Integer.toString(is.maxIssues()));
        texts.replaceAll((path, text) -> text == null ? "" : text);
        return texts;
    }

    private static String path(String argument) {
        return Problems.path(ARGUMENTS, argument);
    }

    private static String text(JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonArray list && list.stream().allMatch(JsonString.class::isInstance)) {
            return String.join(
                    "\n",
                    list.getValuesAs(JsonString.class).stream()
                            .map(JsonString::getString)
                            .toList());
        }
        return value == JsonValue.NULL ? "" : value.toString();
    }

    /** All of them, in the order in which they are filled in. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        if (!declared) {
            fields.add(field("name", Kind.LINE, Section.WHAT, true));
            arguments(check)
                    .ifPresentOrElse(
                            known -> known.forEach(argument -> fields.add(field(argument))),
                            () -> fields.add(field(ARGUMENTS, Kind.CODE, Section.WHAT, false)));
            if (isAboutRecords()) {
                fields.add(entityType());
                fields.add(field("where", Kind.LINE, Section.RECORDS, false));
                fields.add(field("query", Kind.CODE, Section.RECORDS, false));
                fields.add(field("persistence_unit", Kind.LINE, Section.RECORDS, false));
            }
        }
        fields.add(field("every", Kind.LINE, Section.WHEN, false));
        fields.add(field("cron", Kind.LINE, Section.WHEN, false));
        fields.add(field("zone", Kind.LINE, Section.WHEN, false));
        fields.add(field("enabled", Kind.FLAG, Section.WHEN, false));
        if (!declared) {
            fields.add(field("attempts", Kind.NUMBER, Section.STRICTNESS, false));
            fields.add(field("timeout", Kind.LINE, Section.STRICTNESS, false));
            if (hasManyIssues()) {
                fields.add(field("max_issues", Kind.NUMBER, Section.STRICTNESS, false));
            }
        }
        return fields;
    }

    private boolean isAboutRecords() {
        return check == null ? base.records() != null : "record".equals(check.kind());
    }

    private boolean hasManyIssues() {
        return check == null || !"plain".equals(check.kind());
    }

    /** Empty if any are accepted. */
    private static Optional<List<Argument>> arguments(Checks.Described check) {
        return check == null ? Optional.empty() : check.arguments().declared();
    }

    private Field field(String path, Kind kind, Section section, boolean required) {
        return field(path, kind, section, null, null, required, List.of());
    }

    private Field field(Argument argument) {
        List<String> choices = argument.type() == Argument.Type.BOOLEAN ? List.of("true", "false") : argument.choices();
        return field(
                path(argument.name()),
                kind(argument),
                Section.WHAT,
                argument.name(),
                argument.description(),
                argument.required(),
                choices);
    }

    private static Kind kind(Argument argument) {
        if (argument.secret()) {
            return Kind.SECRET;
        }
        if (!argument.choices().isEmpty()) {
            return Kind.CHOICE;
        }
        return switch (argument.type()) {
            case LINE, MAIL_ADDRESS, URL -> Kind.LINE;
            case TEXT, MAIL_ADDRESSES -> Kind.TEXT;
            case NUMBER -> Kind.NUMBER;
            case BOOLEAN -> Kind.CHOICE;
            case JSON -> Kind.CODE;
        };
    }

    private Field entityType() {
        String value = values.getOrDefault("entity_type", "");
        List<String> choices = new ArrayList<>(entities);
        if (!value.isEmpty() && !choices.contains(value)) {
            choices.add(value);
        }
        return field("entity_type", Kind.CHOICE, Section.RECORDS, null, null, true, choices);
    }

    private Field field(
            String path, Kind kind, Section section, String name, String hint, boolean required, List<String> choices) {
        String value = values.getOrDefault(path, "");
        String now = meanwhile.get(path);
        return new Field(
                path,
                kind.name().toLowerCase(java.util.Locale.ROOT),
                section,
                name,
                hint == null || hint.isEmpty() ? null : hint,
                required || isTypedSecret(kind, value),
                choices,
                kind == Kind.SECRET ? secret(value) : value,
                kind == Kind.SECRET || now == null || now.equals(value) ? null : now,
                errors.getOrDefault(path, isTypedSecret(kind, value) ? "enter the secret again" : null));
    }

    /** One that is stored stays if its sign is sent back; one that was just typed has to be typed again. */
    private static String secret(String value) {
        return value.equals(SECRET) ? SECRET : "";
    }

    private static boolean isTypedSecret(Kind kind, String value) {
        return kind == Kind.SECRET && !value.isEmpty() && !value.equals(SECRET);
    }

    /**
     * What is typed, as an assertion.
     *
     * @throws InvalidInput for what cannot be read; what can be is not checked any further
     */
    Definition definition() {
        Problems problems = new Problems();
        Definition wanted = read(problems);
        problems.throwIfAny();
        return wanted;
    }

    /** What cannot be read is left as it was, so that the rest can be checked. */
    Definition read(Problems problems) {
        Schedule schedule = new Schedule(value("every"), value("cron"), value("zone"));
        boolean enabled = ON.equals(value("enabled"));
        if (declared) {
            return base.with(schedule).enabled(enabled);
        }
        RecordSelection records = isAboutRecords() && value("entity_type") != null
                ? new RecordSelection(value("entity_type"), value("persistence_unit"), value("where"), value("query"))
                : null;
        return new Definition(
                value("name") == null ? "" : value("name"),
                base.checkFunction(),
                readArguments(problems),
                records,
                schedule,
                enabled,
                number("attempts", base.attempts(), problems),
                value("timeout") == null ? base.timeout() : value("timeout"),
                number("max_issues", base.maxIssues(), problems));
    }

    private JsonObject readArguments(Problems problems) {
        Optional<List<Argument>> known = arguments(check);
        if (known.isEmpty()) {
            JsonValue json = json(ARGUMENTS, problems);
            if (json == JsonValue.NULL) {
                return JsonValue.EMPTY_JSON_OBJECT;
            }
            if (json instanceof JsonObject object) {
                return object;
            }
            problems.add(ARGUMENTS, "is " + Json.kind(json) + "; needed is an object, in braces");
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        JsonObjectBuilder arguments = Json.provider().createObjectBuilder();
        for (Argument argument : known.get()) {
            JsonValue value = argument(argument, problems);
            if (value != JsonValue.NULL) {
                arguments.add(argument.name(), value);
            }
        }
        return arguments.build();
    }

    private JsonValue argument(Argument argument, Problems problems) {
        String path = path(argument.name());
        String typed = value(path);
        if (typed == null) {
            return JsonValue.NULL;
        }
        return switch (argument.type()) {
            case NUMBER -> number(path, typed, problems);
            case BOOLEAN -> ON.equals(typed) ? JsonValue.TRUE : JsonValue.FALSE;
            case JSON -> json(path, problems);
            case MAIL_ADDRESSES -> addresses(typed);
            default -> Json.provider().createValue(typed);
        };
    }

    private static JsonValue number(String path, String typed, Problems problems) {
        try {
            return Json.provider().createValue(new BigDecimal(typed));
        } catch (NumberFormatException e) {
            problems.add(path, "is " + Problems.shown(typed) + "; needed is a number");
            return JsonValue.NULL;
        }
    }

    private static JsonValue addresses(String typed) {
        List<String> each = Arrays.stream(typed.split("[,;\\s]+"))
                .filter(one -> !one.isEmpty())
                .toList();
        if (each.size() == 1) {
            return Json.provider().createValue(each.get(0));
        }
        JsonArrayBuilder list = Json.provider().createArrayBuilder();
        each.forEach(list::add);
        return list.build();
    }

    private JsonValue json(String path, Problems problems) {
        String typed = value(path);
        if (typed == null) {
            return JsonValue.NULL;
        }
        try {
            return Json.parse(typed);
        } catch (JsonException e) {
            problems.add(path, "is no JSON: " + e.getMessage());
        }
        return JsonValue.NULL;
    }

    private int number(String path, int otherwise, Problems problems) {
        String typed = value(path);
        if (typed == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(typed);
        } catch (NumberFormatException e) {
            problems.add(path, "is " + Problems.shown(typed) + "; needed is a whole number");
            return otherwise;
        }
    }

    /** Null if nothing was typed. */
    private String value(String path) {
        String typed = values.getOrDefault(path, "");
        return typed.isBlank() ? null : typed;
    }

    /** Each problem at the field that it belongs to; those that belong to none are {@link #others()}. */
    void refused(List<Problem> problems) {
        List<String> paths = fields().stream().map(Field::path).toList();
        for (Problem problem : problems) {
            paths.stream()
                    .filter(path -> problem.path().equals(path)
                            || problem.path().startsWith(path + ".") && !path.equals(ARGUMENTS)
                            || problem.path().startsWith(path + "["))
                    .findFirst()
                    .or(() -> Optional.of(ARGUMENTS)
                            .filter(all -> paths.contains(all) && problem.path().startsWith(all)))
                    .ifPresentOrElse(
                            path -> errors.merge(path, problem.message(), (one, more) -> one + "; " + more),
                            () -> others.add(problem));
        }
    }

    List<Problem> others() {
        return List.copyOf(others);
    }

    /** Someone else changed it: what they made of it is shown beside what was typed. */
    void changedTo(Definition now) {
        meanwhile = texts(check, now);
    }
}
