package dev.tocsin.assertion;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SynchronizationType;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An entity, how its records are read, and what their ids are made of. */
final class EntityAccess {

    private final EntityManagerFactory factory;
    private final EntityType<?> type;
    private final List<List<Member>> idMembers = new ArrayList<>();
    private final List<String> idPaths = new ArrayList<>();
    private final List<Class<?>> idTypes = new ArrayList<>();

    /** @throws IllegalArgumentException if its id is of a kind that is not supported */
    EntityAccess(EntityManagerFactory factory, EntityType<?> type) {
        this.factory = factory;
        this.type = type;
        if (type.hasSingleIdAttribute()) {
            collect(idAttribute(type), List.of(), "");
        } else {
            type.getIdClassAttributes().stream()
                    .sorted(Comparator.comparing(Attribute::getName))
                    .forEach(attribute -> collect(attribute, List.of(), ""));
        }
    }

    /** Where the superclass has it, the entity's own metamodel has to be asked in another way. */
    private static SingularAttribute<?, ?> idAttribute(EntityType<?> type) {
        return type.getSingularAttributes().stream()
                .filter(SingularAttribute::isId)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is " + type.getName() + ", which has no id"));
    }

    private void collect(SingularAttribute<?, ?> attribute, List<Member> owner, String path) {
        List<Member> members = new ArrayList<>(owner);
        members.add(attribute.getJavaMember());
        String whole = path + attribute.getName();
        if (attribute.getType() instanceof EmbeddableType<?> embedded) {
            embedded.getSingularAttributes().stream()
                    .sorted(Comparator.comparing(Attribute::getName))
                    .forEach(inner -> collect(inner, members, whole + "."));
            return;
        }
        if (attribute.getType() instanceof ManagedType<?> || !RecordKey.isSupported(attribute.getJavaType())) {
            throw new IllegalArgumentException("is " + type.getName() + ", whose id " + whole + " is a "
                    + attribute.getJavaType().getName()
                    + "; needed are numbers, texts, UUIDs, dates or enumerations, alone or embedded");
        }
        members.forEach(EntityAccess::open);
        idMembers.add(members);
        idPaths.add(whole);
        idTypes.add(attribute.getJavaType());
    }

    private static void open(Member member) {
        if (member instanceof Field field) {
            field.setAccessible(true);
        } else if (member instanceof Method method) {
            method.setAccessible(true);
        }
    }

    String entityName() {
        return type.getName();
    }

    Class<?> javaType() {
        return type.getJavaType();
    }

    /** What issues call its records. */
    String recordType() {
        return type.getJavaType().getSimpleName();
    }

    List<String> idPaths() {
        return idPaths;
    }

    List<Class<?>> idTypes() {
        return idTypes;
    }

    /** Of a record: the values of its id. */
    List<Object> key(Object record) {
        List<Object> key = new ArrayList<>(idMembers.size());
        for (List<Member> members : idMembers) {
            Object value = record;
            for (Member member : members) {
                value = read(member, value);
            }
            key.add(value);
        }
        return key;
    }

    /** As issues name the record. */
    String shown(Object record) {
        return RecordKey.shown(idPaths, key(record));
    }

    private static Object read(Member member, Object owner) {
        try {
            return member instanceof Field field ? field.get(owner) : ((Method) member).invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The id of a record cannot be read: " + member, e);
        }
    }

    /** Takes part in no transaction: what is read through it locks nothing and writes nothing. */
    EntityManager open() {
        return factory.createEntityManager(SynchronizationType.UNSYNCHRONIZED);
    }
}
