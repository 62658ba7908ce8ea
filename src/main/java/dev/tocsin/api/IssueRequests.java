package dev.tocsin.api;

import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Opening;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What callers send about issues. */
final class IssueRequests {

    /** The most issues that are opened in one go. */
    static final int MOST_AT_ONCE = 1000;

    private IssueRequests() {}

    /** Which issues by name and record, and why. */
    record ByName(String name, RecordRef record, String reason) {}

    static Opening opening(JsonValue body) {
        Problems problems = new Problems();
        Optional<Opening> opening = opening(body, "", problems);
        problems.throwIfAny();
        return opening.orElseThrow();
    }

    static List<Opening> openings(JsonArray body) {
        Problems problems = new Problems();
        if (body.isEmpty() || body.size() > MOST_AT_ONCE) {
            problems.add("", "the list has " + body.size() + " issues; needed are 1 to " + MOST_AT_ONCE);
            problems.throwIfAny();
        }
        List<Opening> openings = new ArrayList<>();
        for (int i = 0; i < body.size() && problems.count() < 100; i++) {
            opening(body.get(i), "[" + i + "]", problems).ifPresent(openings::add);
        }
        problems.throwIfAny();
        return openings;
    }

    private static Optional<Opening> opening(JsonValue json, String path, Problems problems) {
        int before = problems.count();
        JsonFields fields = JsonFields.of(json, path, problems);
        if (problems.count() > before) {
            return Optional.empty();
        }
        String name = fields.requiredText("name");
        JsonValue details = fields.value("details");
        Optional<RecordRef> record = record(fields, problems);
        boolean once = fields.flag("once", false);
        fields.refuseOthers();
        if (name != null) {
            NewIssue.check(name, details, path, problems);
        }
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(new Opening(new NewIssue(name, details, record.orElse(null)), once));
    }

    static ByName byName(JsonValue body) {
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(body, "", problems);
        problems.throwIfAny();
        String name = fields.requiredText("name");
        Optional<RecordRef> record = record(fields, problems);
        Optional<String> reason = fields.text("reason");
        fields.refuseOthers();
        if (name != null) {
            NewIssue.check(name, JsonValue.NULL, "", problems);
        }
        problems.throwIfAny();
        return new ByName(name, record.orElse(null), reason.orElse(null));
    }

    /** The reason that a change may have; null for none. */
    static String reason(JsonValue body) {
        if (body == JsonValue.NULL) {
            return null;
        }
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(body, "", problems);
        problems.throwIfAny();
        Optional<String> reason = fields.text("reason");
        fields.refuseOthers();
        problems.throwIfAny();
        return reason.orElse(null);
    }

    /** Ids of records are numbers as often as texts. */
    private static Optional<RecordRef> record(JsonFields outer, Problems problems) {
        if (outer.value("record") == JsonValue.NULL) {
            return Optional.empty();
        }
        int before = problems.count();
        String path = outer.path("record");
        JsonObject given = outer.object("record");
        if (problems.count() > before) {
            return Optional.empty();
        }
        JsonFields fields = JsonFields.of(given, path, problems);
        String type = fields.requiredText("type");
        String id = fields.value("id").getValueType() == JsonValue.ValueType.NUMBER
                ? fields.value("id").toString()
                : fields.requiredText("id");
        fields.refuseOthers();
        if (problems.count() == before) {
            RecordRef.check(type, id, path, problems);
        }
        return problems.count() > before ? Optional.empty() : Optional.of(RecordRef.of(type, id));
    }
}
