package dev.tocsin.responder;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the files that an application ships: strictly, and all or nothing. */
final class FileReader {

    /** Of a secret, all that the file says: which key of the configuration has it. */
    private static final Pattern CONFIGURED = Pattern.compile("\\$\\{([^${}]+)}");

    private final ResponderJson json;
    private final Function<String, Optional<String>> configuration;
    private final List<FileEntry> entries = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private final List<Problem> refused = new ArrayList<>();

    /** Where an entry is. */
    private record Place(String location, String path) {

        String from(String otherLocation) {
            return location.equals(otherLocation) ? path : path + " in " + location;
        }
    }

    private FileReader(ResponderJson json, Function<String, Optional<String>> configuration) {
        this.json = json;
        this.configuration = configuration;
    }

    /**
     * @param configuration what a key of the configuration is set to, for secrets such as <code>${shop.token}</code>
     * @throws InvalidInput naming each file with all that is wrong in it
     */
    static List<FileEntry> read(
            List<ResponderFile> files, ResponderJson json, Function<String, Optional<String>> configuration) {
        FileReader reader = new FileReader(json, configuration);
        files.forEach(reader::read);
        if (!reader.refused.isEmpty()) {
            throw new InvalidInput(reader.refused);
        }
        return List.copyOf(reader.entries);
    }

    private void read(ResponderFile file) {
        Problems problems = new Problems();
        try {
            readAll(Json.parse(file.text()), file.location(), problems);
        } catch (JsonException e) {
            problems.add("", "is not JSON that can be read: " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            refused.add(new Problem(
                    file.location(),
                    problems.all().stream().map(Problem::toString).collect(Collectors.joining("; "))));
        }
    }

    private void readAll(JsonValue value, String location, Problems problems) {
        if (value instanceof JsonArray list) {
            readList(list, "", location, problems);
        } else if (value instanceof JsonObject) {
            JsonFields fields = JsonFields.of(value, "", problems);
            if (fields.value("responders") == JsonValue.NULL) {
                problems.add("responders", "is missing; it needs a list");
            }
            readList(fields.list("responders"), "responders", location, problems);
            fields.refuseOthers();
        } else {
            problems.add(
                    "",
                    "is " + Json.kind(value) + "; needed is a list of responders,"
                            + " or an object with such a list as \"responders\"");
        }
    }

    private void readList(JsonArray list, String path, String location, Problems problems) {
        for (int i = 0; i < list.size(); i++) {
            readEntry(list.get(i), new Place(location, path + "[" + i + "]"), problems);
        }
    }

    private void readEntry(JsonValue value, Place place, Problems problems) {
        checkName(value, place, problems);
        refuseIds(value, place.path(), problems);
        try {
            ResponderDraft draft = withConfigured(json.read(value), place.path(), problems);
            entries.add(new FileEntry(place.location(), draft));
        } catch (InvalidInput e) {
            e.problems()
                    .forEach(problem -> problems.add(
                            problem.path().isEmpty() ? place.path() : Problems.path(place.path(), problem.path()),
                            problem.message()));
        }
    }

    private ResponderDraft withConfigured(ResponderDraft draft, String path, Problems problems) {
        List<ResponderDraft.Step> steps = new ArrayList<>();
        for (int i = 0; i < draft.actions().size(); i++) {
            ResponderDraft.Step step = draft.actions().get(i);
            JsonObjectBuilder kwargs = Json.provider().createObjectBuilder(step.functionKwargs());
            for (Argument secret : json.secretsOf(step.targetFunction())) {
                String where = Problems.path(path, "actions[" + i + "].function_kwargs." + secret.name());
                configured(step.functionKwargs().get(secret.name()), where, problems)
                        .ifPresent(text -> kwargs.add(secret.name(), text));
            }
            steps.add(step.with(kwargs.build()));
        }
        return draft.with(steps);
    }

    private Optional<String> configured(JsonValue given, String path, Problems problems) {
        if (!(given instanceof JsonString text)) {
            return Optional.empty();
        }
        Matcher key = CONFIGURED.matcher(text.getString());
        if (!key.matches()) {
            return Optional.empty();
        }
        Optional<String> value = configuration.apply(key.group(1));
        if (value.isEmpty()) {
            problems.add(path, "is " + text.getString() + ", and the configuration has no " + key.group(1));
        }
        return value;
    }

    /** Even of an entry that has other faults, so that they are all told at once. */
    private void checkName(JsonValue value, Place place, Problems problems) {
        if (!(value instanceof JsonObject entry)) {
            return;
        }
        String path = Problems.path(place.path(), "name");
        JsonValue given = entry.getOrDefault("name", JsonValue.NULL);
        if (given == JsonValue.NULL) {
            problems.add(path, "is missing; it needs a text that no other responder has");
        } else if (given instanceof JsonString name) {
            Optional.ofNullable(places.putIfAbsent(name.getString(), place))
                    .ifPresent(other -> problems.add(
                            path,
                            "is " + Problems.shown(name.getString()) + ", as that of " + other.from(place.location())
                                    + " is; each name may be there once"));
        }
    }

    /** The API takes them, to tell what is changed; here that is what the name is for. */
    private static void refuseIds(JsonValue value, String path, Problems problems) {
        if (!(value instanceof JsonObject entry)) {
            return;
        }
        refuseId(entry, path, problems);
        if (entry.get("actions") instanceof JsonArray actions) {
            for (int i = 0; i < actions.size(); i++) {
                if (actions.get(i) instanceof JsonObject action) {
                    refuseId(action, Problems.path(path, "actions[" + i + "]"), problems);
                }
            }
        }
    }

    private static void refuseId(JsonObject object, String path, Problems problems) {
        JsonValue id = object.getOrDefault("id", JsonValue.NULL);
        if (id != JsonValue.NULL) {
            problems.add(
                    Problems.path(path, "id"),
                    "is there; leave it out: ids are given by the database, a file goes by names");
        }
    }
}
