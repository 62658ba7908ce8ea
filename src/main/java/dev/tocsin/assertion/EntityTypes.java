package dev.tocsin.assertion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The entities of the application, whatever persistence unit they are in. */
@ApplicationScoped
class EntityTypes {

    private static final Logger LOG = Logger.getLogger(EntityTypes.class.getName());

    @Inject
    private AssertsExtension found;

    private final Map<String, EntityManagerFactory> units = new TreeMap<>();

    /** To be called where the application's names can be looked up: at its start. */
    void collect() {
        found.unitsByJndiName().forEach((jndiName, unit) -> {
            try {
                Object looked = new InitialContext().lookup(jndiName);
                EntityManagerFactory factory = looked instanceof EntityManager manager
                        ? manager.getEntityManagerFactory()
                        : (EntityManagerFactory) looked;
                units.putIfAbsent(unit, factory);
            } catch (NamingException e) {
                LOG.log(Level.FINE, "The persistence unit " + unit + " cannot be looked up as " + jndiName, e);
            }
        });
    }

    /**
     * @param nameOrClass the entity's name, or its class's
     * @param unit null where only one has it
     * @throws IllegalArgumentException saying what is wrong: there is none, or there are several
     */
    EntityAccess find(String nameOrClass, String unit) {
        Map<String, EntityAccess> having = new LinkedHashMap<>();
        units.forEach((name, factory) -> {
            if (unit == null || unit.equals(name)) {
                entity(factory, nameOrClass).ifPresent(type -> having.put(name, new EntityAccess(factory, type)));
            }
        });
        if (unit != null && !units.containsKey(unit)) {
            throw new IllegalArgumentException("is in the persistence unit \"" + unit
                    + "\", which no class of the application has injected; there are " + units.keySet());
        }
        if (having.isEmpty()) {
            throw new IllegalArgumentException(
                    "is \"" + nameOrClass + "\"; there is no such entity; there are " + names());
        }
        if (having.size() > 1) {
            throw new IllegalArgumentException("is \"" + nameOrClass + "\", an entity of the persistence units "
                    + having.keySet() + "; name one of them");
        }
        return having.values().iterator().next();
    }

    private static Optional<EntityType<?>> entity(EntityManagerFactory factory, String nameOrClass) {
        return factory.getMetamodel().getEntities().stream()
                .filter(type -> type.getName().equals(nameOrClass)
                        || type.getJavaType() != null
                                && type.getJavaType().getName().equals(nameOrClass))
                .findFirst();
    }

    /** Of those that can be asserted something about, for people to choose from. */
    List<String> names() {
        return units.values().stream()
                .flatMap(factory -> factory.getMetamodel().getEntities().stream())
                .map(EntityType::getName)
                .distinct()
                .sorted()
                .collect(Collectors.toList());
    }
}
