package dev.tocsin.assertion;

import static dev.tocsin.security.Permission.READ;

import dev.tocsin.platform.Arguments;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What assertions can name: the registered checks, and the entities that they can be about. */
@ApplicationScoped
public class Checks {

    @Inject
    private CheckRegistry registry;

    @Inject
    private EntityTypes entities;

    /**
     * A check that assertions can name.
     *
     * @param kind {@code plain}, {@code record} or {@code search}
     * @param recordType what the records of a record check have to be; null for the others
     */
    public record Described(String name, String kind, String description, Arguments arguments, String recordType) {}

    /** In the order of their names. */
    @Needs(READ)
    public List<Described> all() {
        return registry.all().stream()
                .map(check -> new Described(
                        check.name(),
                        check.kind().name().toLowerCase(java.util.Locale.ROOT),
                        check.description(),
                        check.arguments(),
                        check.recordType() == null ? null : check.recordType().getName()))
                .toList();
    }

    /** The names of the entities. */
    @Needs(READ)
    public List<String> entities() {
        return entities.names();
    }
}
