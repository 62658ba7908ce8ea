package dev.tocsin.assertion;

import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/**
 * An assertion from JSON, in the seed's words; what is wrong is named with its path:
 *
 * <pre>{@code
 * {"name": "The shop answers", "check_function": "url",
 *  "arguments": {"url": "https://shop.example.com/"},
 *  "every": "1m", "attempts": 3, "timeout": "10s"}
 * }</pre>
 */
@ApplicationScoped
public class AssertionJson {

    private static final int MOST_ARGUMENTS = 65_536;

    private static final List<String> READ_ONLY = List.of(
            "id",
            "declared",
            "present",
            "schedule_set",
            "enabled_set",
            "state",
            "consecutive_failures",
            "next_run_at",
            "last_run",
            "running_job_id");

    @Inject
    private CheckRegistry registry;

    @Inject
    private EntityTypes entities;

    @Inject
    private Secrets secrets;

    /** @throws dev.tocsin.platform.InvalidInput naming everything that is wrong */
    public Definition read(JsonValue json) {
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(json, "", problems);
        problems.throwIfAny();
        RecordSelection records = new RecordSelection(
                fields.text("entity_type").orElse(null),
                fields.text("persistence_unit").orElse(null),
                fields.text("where").orElse(null),
                fields.text("query").orElse(null));
        if (records.entityType() == null
                && (records.unit() != null || records.where() != null || records.query() != null)) {
            problems.add("entity_type", "is missing; where, query and persistence_unit are about its records");
        }
        Definition wanted = new Definition(
                fields.requiredText("name"),
                fields.requiredText("check_function"),
                fields.object("arguments"),
                records.entityType() == null ? null : records,
                new Schedule(
                        fields.text("every").orElse(null),
                        fields.text("cron").orElse(null),
                        fields.text("zone").orElse(null)),
                fields.flag("enabled", true),
                (int) fields.number("attempts", 1, DefinitionRules.MOST_ATTEMPTS, 1),
                fields.text("timeout").orElse(Definition.STANDARD_TIMEOUT),
                (int) fields.number("max_issues", 1, DefinitionRules.MOST_ISSUES, Definition.STANDARD_MAX_ISSUES));
        // What an assertion that was read has besides: so that it can be sent back, changed.
        READ_ONLY.forEach(fields::value);
        fields.refuseOthers();
        boolean complete = wanted.name() != null && wanted.checkFunction() != null;
        if (complete) {
            check(wanted, problems);
        }
        problems.throwIfAny();
        return wanted;
    }

    /**
     * The same checks for a definition that was made in code.
     *
     * @throws dev.tocsin.platform.InvalidInput naming everything that is wrong
     */
    public void check(Definition wanted) {
        Problems problems = new Problems();
        check(wanted, problems);
        problems.throwIfAny();
    }

    /**
     * The definition as it is stored: secrets are encrypted, and where the marker stands for one, it is the
     * stored one.
     *
     * @param stored what is stored now; null for a new assertion
     * @throws dev.tocsin.platform.InvalidInput if there is no key, or nothing that a marker can stand for
     */
    Definition sealed(Definition wanted, Definition stored) {
        Problems problems = new Problems();
        boolean same = stored != null && stored.checkFunction().equals(wanted.checkFunction());
        JsonObject sealed = secrets.sealed(
                registry.find(wanted.checkFunction())
                        .map(RegisteredCheck::arguments)
                        .orElseGet(Arguments::any),
                wanted.arguments(),
                same ? stored.arguments() : JsonValue.EMPTY_JSON_OBJECT,
                "arguments",
                problems);
        problems.throwIfAny();
        return wanted.with(sealed);
    }

    private void check(Definition wanted, Problems problems) {
        DefinitionRules.check(wanted, problems);
        Optional<RegisteredCheck> found = registry.find(wanted.checkFunction());
        if (found.isEmpty()) {
            problems.add(
                    "check_function",
                    "is " + Problems.shown(wanted.checkFunction()) + "; there is no such check; there are "
                            + registry.names());
            return;
        }
        RegisteredCheck check = found.get();
        int before = problems.count();
        Json.check(wanted.arguments(), "arguments", MOST_ARGUMENTS, problems);
        if (problems.count() == before) {
            check.arguments().check(wanted.arguments(), "arguments", problems);
        }
        if (check.kind() == RegisteredCheck.Kind.RECORD) {
            checkRecords(wanted, check, problems);
        } else if (wanted.records() != null) {
            problems.add(
                    "entity_type",
                    "is " + Problems.shown(wanted.records().entityType()) + ", but the check " + check.name()
                            + " is not about the records of an entity");
        }
    }

    private void checkRecords(Definition wanted, RegisteredCheck check, Problems problems) {
        RecordSelection records = wanted.records();
        if (records == null) {
            problems.add(
                    "entity_type",
                    "is missing; the check " + check.name() + " is about the records of an entity; there are "
                            + entities.names());
            return;
        }
        EntityAccess entity;
        try {
            entity = entities.find(records.entityType(), records.unit());
        } catch (IllegalArgumentException e) {
            problems.add("entity_type", e.getMessage());
            return;
        }
        if (!check.recordType().isAssignableFrom(entity.javaType())) {
            problems.add(
                    "entity_type",
                    "is " + Problems.shown(records.entityType()) + "; the check " + check.name() + " needs a "
                            + check.recordType().getSimpleName());
        }
        String path = records.query() == null ? "where" : "query";
        if (RecordQuery.escapesToSql(records.where()) || RecordQuery.escapesToSql(records.query())) {
            problems.add(path, "calls a function of the database by its name, which only code may");
            return;
        }
        try {
            RecordQuery query = RecordQuery.of(records, entity.entityName(), entity.idPaths());
            try (Closing closing = new Closing(entity.open())) {
                closing.em().createQuery(query.page(true, true), entity.javaType());
            }
        } catch (IllegalArgumentException e) {
            problems.add(path, firstLines(e.getMessage()));
        }
    }

    private static String firstLines(String message) {
        String line = message.lines()
                .map(String::strip)
                .limit(5)
                .reduce((a, b) -> a + " " + b)
                .orElse("is refused");
        return line.length() <= 500 ? line : line.substring(0, 500) + "…";
    }

    private record Closing(EntityManager em) implements AutoCloseable {
        @Override
        public void close() {
            em.close();
        }
    }
}
