package dev.tocsin.assertion;

import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** A method with {@link Asserts}. */
final class DeclaredCheck {

    private final Bean<?> bean;
    private final Method method;
    private final Asserts declared;

    DeclaredCheck(Bean<?> bean, Method method, Asserts declared) {
        this.bean = bean;
        this.method = method;
        this.declared = declared;
    }

    Bean<?> bean() {
        return bean;
    }

    Method method() {
        return method;
    }

    /** As the seed names a function: by its path. */
    String checkName() {
        return bean.getBeanClass().getName() + "." + method.getName();
    }

    boolean isAboutRecords() {
        return method.getParameterCount() == 1;
    }

    /** The entity; null if it is not about records. */
    Class<?> recordType() {
        return isAboutRecords() ? method.getParameterTypes()[0] : null;
    }

    Definition definition() {
        return new Definition(
                declared.value(),
                checkName(),
                null,
                isAboutRecords()
                        ? new RecordSelection(
                                recordType().getName(), declared.unit(), declared.where(), declared.query())
                        : null,
                new Schedule(declared.every(), declared.cron(), declared.zone()),
                declared.enabled(),
                declared.attempts(),
                declared.timeout(),
                declared.maxIssues());
    }

    /** What keeps it from being an assertion. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Class<?> returned = method.getReturnType();
        if (returned != boolean.class && returned != Boolean.class && returned != Verdict.class) {
            faults.add("returns " + returned.getSimpleName() + "; needed is boolean or Verdict");
        }
        if (method.getParameterCount() > 1) {
            faults.add("has " + method.getParameterCount() + " parameters; needed is none, or one that is an entity");
        }
        if (isAboutRecords() && (recordType().isPrimitive() || recordType().isArray())) {
            faults.add("has a parameter of type " + recordType().getSimpleName() + "; needed is an entity");
        }
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            faults.add("is " + (Modifier.isStatic(method.getModifiers()) ? "static" : "private")
                    + "; needed is a method that a bean's users can call");
        }
        Problems problems = new Problems();
        DefinitionRules.check(definition(), problems);
        if (!isAboutRecords()) {
            refuseForPlain("where", declared.where(), problems);
            refuseForPlain("query", declared.query(), problems);
            refuseForPlain("unit", declared.unit(), problems);
        }
        for (Problem problem : problems.all()) {
            faults.add("has a wrong " + problem.path() + ": it " + problem.message());
        }
        return faults;
    }

    private static void refuseForPlain(String member, String value, Problems problems) {
        if (!value.isEmpty()) {
            problems.add(
                    member, "is " + Problems.shown(value) + ", which needs a method with an entity as its parameter");
        }
    }
}
