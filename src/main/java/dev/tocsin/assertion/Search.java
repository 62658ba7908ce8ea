package dev.tocsin.assertion;

import dev.tocsin.platform.Arguments;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A check that finds the failing records by itself, such as by a query of its own: a CDI bean that
 * implements this. There is an issue for each of them; of those that it no longer finds, the issue is
 * resolved.
 */
public interface Search {

    /** What assertions name it by; unique in the application. */
    String name();

    /** One sentence for the people who choose among the checks. */
    default String description() {
        return "";
    }

    /** The arguments it takes, checked when an assertion is saved. By default none. */
    default Arguments arguments() {
        return Arguments.of();
    }

    /**
     * Searches. To be ended by an interrupt, when it takes longer than the assertion's timeout.
     *
     * @throws Exception if it cannot tell: the assertion is in {@code ERROR}, its issues stay as they are
     */
    Findings search(CheckContext context) throws Exception;

    /**
     * The failing records. One that is named several times counts once, as it is named first.
     *
     * @param recordType what the records are called
     * @param complete whether these are all; if not, no issue is resolved because its record is missing here
     */
    record Findings(String recordType, List<Finding> failing, boolean complete) {
        public Findings {
            Map<String, Finding> each = new LinkedHashMap<>();
            failing.forEach(finding -> each.putIfAbsent(finding.recordId(), finding));
            failing = List.copyOf(each.values());
        }
    }

    /** A failing record. */
    record Finding(String recordId, JsonValue details) {}
}
