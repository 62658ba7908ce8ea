package dev.tocsin.platform;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How PostgreSQL is to behave until a transaction ends. Nothing of it is for a host's own transaction. */
public enum TransactionSetting {

    /**
     * What has an index is read by it, in its order, and no further than is asked for. The database keeps the plan of a
     * statement that is used often: one from when a table was nearly empty goes on reading all of it, or sorting all that
     * is due to take a few, until the table is analysed next.
     */
    BY_INDEX("enable_seqscan", "off", "enable_bitmapscan", "off", "enable_sort", "off"),

    /**
     * Each row of a batch is looked up by itself. What the database knows of how large a table is is always old; it
     * would read the whole table for a batch, or go through the batch for each row.
     */
    ROW_BY_ROW("enable_hashjoin", "off", "enable_mergejoin", "off"),

    /**
     * A batch and the rows that its ids name are joined as a whole. For a statement that says by a condition of its own that
     * only these rows are read, whatever the database believes of its table.
     */
    BATCH_AS_A_WHOLE("enable_hashjoin", "on"),

    /**
     * A statement that was planned is not planned again for other values. The database would do so for each list of values,
     * which takes longer than to look them up.
     */
    PLANNED_ONCE("plan_cache_mode", "force_generic_plan"),

    /**
     * A statement is planned for the tables as large as they are now. Where a kept plan could do much harm, because it joins a
     * table that may have been empty when it was made. Not for an insert: the database sees
     * by statements of its own that what each row refers to is there, and would plan these for each row.
     */
    PLANNED_EACH_TIME("plan_cache_mode", "force_custom_plan"),

    /** Plans are kept, as they are where nothing is said. */
    PLANS_KEPT("plan_cache_mode", "auto"),

    /** Whoever needs a row that another has fails, rather than to wait long for it. */
    SHORT_WAITS("lock_timeout", "250ms"),

    /** Whoever needs a row that another has waits for as long as on H2: for ever, it would keep a connection from others. */
    LONG_WAITS("lock_timeout", "10s");

    private final String calls;

    TransactionSetting(String... namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ", ")
                    .append("set_config('")
                    .append(namesAndValues[i])
                    .append("', '")
                    .append(namesAndValues[i + 1])
                    .append("', TRUE)");
        }
        calls = text.toString();
    }

    /** One statement for all of them. */
    public static String statement(TransactionSetting... settings) {
        return Arrays.stream(settings).map(setting -> setting.calls).collect(Collectors.joining(", ", "SELECT ", ""));
    }
}
