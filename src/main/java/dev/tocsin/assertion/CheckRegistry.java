package dev.tocsin.assertion;

import dev.tocsin.platform.Arguments;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The checks of the application by their names. Nothing else can be reached from an assertion. */
@ApplicationScoped
class CheckRegistry {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9._$-]{0,499}");

    @Inject
    @Any
    private Instance<Check> checks;

    @Inject
    @Any
    private Instance<RecordCheck<?>> recordChecks;

    @Inject
    @Any
    private Instance<Search> searches;

    @Inject
    private AssertsExtension found;

    @Inject
    private CalledMethods methods;

    private final Map<String, RegisteredCheck> byName = new TreeMap<>();

    @PostConstruct
    void collect() {
        for (Check check : checks) {
            add(
                    check.name(),
                    RegisteredCheck.Kind.PLAIN,
                    check.description(),
                    check.arguments(),
                    null,
                    () -> new RegisteredCheck.Callee() {
                        @Override
                        public Verdict check(CheckContext context) throws Exception {
                            return check.check(context);
                        }
                    });
        }
        for (RecordCheck<?> check : recordChecks) {
            addRecordCheck(check);
        }
        for (Search search : searches) {
            add(
                    search.name(),
                    RegisteredCheck.Kind.SEARCH,
                    search.description(),
                    search.arguments(),
                    null,
                    () -> new RegisteredCheck.Callee() {
                        @Override
                        public Search.Findings search(CheckContext context) throws Exception {
                            return search.search(context);
                        }
                    });
        }
        for (DeclaredCheck declared : found.declared()) {
            add(
                    declared.checkName(),
                    declared.isAboutRecords() ? RegisteredCheck.Kind.RECORD : RegisteredCheck.Kind.PLAIN,
                    declared.definition().name(),
                    Arguments.of(),
                    declared.recordType(),
                    () -> methods.open(declared));
        }
    }

    private <E> void addRecordCheck(RecordCheck<E> check) {
        add(
                check.name(),
                RegisteredCheck.Kind.RECORD,
                check.description(),
                check.arguments(),
                check.recordType(),
                () -> new RegisteredCheck.Callee() {
                    @Override
                    public Verdict check(Object record, CheckContext context) throws Exception {
                        return check.check(check.recordType().cast(record), context);
                    }
                });
    }

    private void add(
            String name,
            RegisteredCheck.Kind kind,
            String description,
            Arguments arguments,
            Class<?> recordType,
            RegisteredCheck.Source source) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalStateException(
                    "A check has the name \"" + name + "\"; needed are letters, digits, dots, hyphens and underscores");
        }
        RegisteredCheck check = new RegisteredCheck(name, kind, description, arguments, recordType, source);
        if (byName.putIfAbsent(name, check) != null) {
            throw new IllegalStateException("Two checks have the name \"" + name + "\"; each needs its own");
        }
    }

    Optional<RegisteredCheck> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order of their names. */
    List<RegisteredCheck> all() {
        return List.copyOf(byName.values());
    }

    String names() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }
}
