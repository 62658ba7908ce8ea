package dev.tocsin.assertion;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceContexts;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.PersistenceUnits;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what the application declares: its methods with {@link Asserts}, and under which names its
 * persistence units can be looked up.
 */
public class AssertsExtension implements Extension {

    private final List<DeclaredCheck> declared = new ArrayList<>();
    private final Map<String, String> unitsByJndiName = new TreeMap<>();

    <T> void bean(@Observes ProcessBean<T> event) {
        Annotated annotated = event.getAnnotated();
        if (annotated instanceof AnnotatedType<?> type) {
            for (AnnotatedMethod<?> method : type.getMethods()) {
                if (method.isAnnotationPresent(Asserts.class)) {
                    declared.add(new DeclaredCheck(
                            event.getBean(), method.getJavaMember(), method.getAnnotation(Asserts.class)));
                }
            }
        }
    }

    /** Where a class has a persistence unit injected, there is a name for it that any class may look up. */
    <T> void type(
            @Observes
                    @WithAnnotations({
                        PersistenceContext.class,
                        PersistenceContexts.class,
                        PersistenceUnit.class,
                        PersistenceUnits.class
                    })
                    ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        List<Annotated> places = new ArrayList<>();
        places.add(type);
        places.addAll(type.getFields());
        places.addAll(type.getMethods());
        for (Annotated place : places) {
            for (PersistenceContext context : place.getAnnotations(PersistenceContext.class)) {
                unitsByJndiName.put(jndiName(context.name(), type, place), context.unitName());
            }
            for (PersistenceUnit unit : place.getAnnotations(PersistenceUnit.class)) {
                unitsByJndiName.put(jndiName(unit.name(), type, place), unit.unitName());
            }
        }
    }

    /** As the platform names an environment entry: Jakarta EE 10, EE.5.2.5. */
    private static String jndiName(String given, AnnotatedType<?> type, Annotated place) {
        if (!given.isEmpty()) {
            return "java:comp/env/" + given;
        }
        String owner = type.getJavaClass().getName();
        String member = "";
        if (place instanceof jakarta.enterprise.inject.spi.AnnotatedMember<?> inside) {
            Member java = inside.getJavaMember();
            owner = java.getDeclaringClass().getName();
            member = java instanceof Method ? property(java.getName()) : java.getName();
        }
        return "java:comp/env/" + owner + "/" + member;
    }

    private static String property(String setter) {
        return setter.startsWith("set") && setter.length() > 3
                ? Character.toLowerCase(setter.charAt(3)) + setter.substring(4)
                : setter;
    }

    void validate(@Observes AfterDeploymentValidation event) {
        Map<String, DeclaredCheck> byName = new LinkedHashMap<>();
        for (DeclaredCheck check : declared) {
            check.faults().forEach(fault -> event.addDeploymentProblem(new IllegalAssertion(check, fault)));
            DeclaredCheck other = byName.putIfAbsent(check.definition().name(), check);
            if (other != null) {
                event.addDeploymentProblem(new IllegalAssertion(
                        check,
                        "has the name \"" + check.definition().name() + "\", as " + other.checkName()
                                + " has; each needs its own"));
            }
        }
    }

    /** In the order of their names. */
    List<DeclaredCheck> declared() {
        return declared.stream()
                .sorted(Comparator.comparing(check -> check.definition().name()))
                .toList();
    }

    /** By JNDI name, the name of the unit; empty for the only one. */
    Map<String, String> unitsByJndiName() {
        return Map.copyOf(unitsByJndiName);
    }

    /** A method that cannot be an assertion. */
    static final class IllegalAssertion extends RuntimeException {
        IllegalAssertion(DeclaredCheck check, String fault) {
            super("@Asserts on " + check.checkName() + " " + fault);
            dev.tocsin.platform.StartUp.failed("an assertion: " + getMessage());
        }
    }
}
