package dev.tocsin.assertion;

import dev.tocsin.platform.DurationText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;

/**
 * What an assertion is: as code declares it, or as someone wants it before it is saved.
 *
 * @param name unique; the name of its issues
 * @param checkFunction the name of a registered check
 * @param arguments what the check is given
 * @param records which records it looks at; null if it is not about records
 * @param attempts how many failures in a row open the issue
 * @param timeout how long the check may take, as a text such as {@code 30s}
 * @param maxIssues how many issues about records may be open
 */
public record Definition(
        String name,
        String checkFunction,
        JsonObject arguments,
        RecordSelection records,
        Schedule schedule,
        boolean enabled,
        int attempts,
        String timeout,
        int maxIssues) {

    static final int STANDARD_MAX_ISSUES = 1000;
    static final String STANDARD_TIMEOUT = "30s";

    public Definition {
        arguments = arguments == null ? JsonValue.EMPTY_JSON_OBJECT : arguments;
    }

    /** A plain one, with the standard settings, that is checked when the job is started. */
    public static Definition of(String name, String checkFunction) {
        return new Definition(
                name,
                checkFunction,
                JsonValue.EMPTY_JSON_OBJECT,
                null,
                Schedule.NONE,
                true,
                1,
                STANDARD_TIMEOUT,
                STANDARD_MAX_ISSUES);
    }

    /** About every record of an entity. */
    public Definition over(String entityType) {
        return with(new RecordSelection(entityType, null, null, null));
    }

    public Definition with(RecordSelection wanted) {
        return new Definition(name, checkFunction, arguments, wanted, schedule, enabled, attempts, timeout, maxIssues);
    }

    public Definition with(Schedule wanted) {
        return new Definition(name, checkFunction, arguments, records, wanted, enabled, attempts, timeout, maxIssues);
    }

    public Definition with(JsonObject wanted) {
        return new Definition(name, checkFunction, wanted, records, schedule, enabled, attempts, timeout, maxIssues);
    }

    public Definition attempts(int wanted) {
        return new Definition(name, checkFunction, arguments, records, schedule, enabled, wanted, timeout, maxIssues);
    }

    public Definition maxIssues(int wanted) {
        return new Definition(name, checkFunction, arguments, records, schedule, enabled, attempts, timeout, wanted);
    }

    public Definition enabled(boolean wanted) {
        return new Definition(name, checkFunction, arguments, records, schedule, wanted, attempts, timeout, maxIssues);
    }

    /** Without the values of the arguments, because any of them may be a secret. */
    @Override
    public String toString() {
        return "\"" + name + "\" by " + checkFunction + arguments.keySet();
    }

    /** Of one that was checked. */
    Duration timeLimit() {
        return DurationText.parse(timeout).orElseThrow();
    }
}
