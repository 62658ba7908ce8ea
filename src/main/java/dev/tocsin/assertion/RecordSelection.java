package dev.tocsin.assertion;

/**
 * Which records a record assertion looks at.
 *
 * @param entityType the name of an entity
 * @param unit the persistence unit; null where only one has that entity
 * @param where a JPQL condition on the record, which is called {@code r}; null for all
 * @param query a whole JPQL query of the records, instead of a condition; null for none
 */
public record RecordSelection(String entityType, String unit, String where, String query) {

    public RecordSelection {
        entityType = filled(entityType);
        unit = filled(unit);
        where = filled(where);
        query = filled(query);
    }

    private static String filled(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
