package dev.tocsin;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import jakarta.ejb.Singleton;
import jakarta.transaction.Transactional;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the design that the compiler does not know. */
class ArchitectureTest {

    private static final String ROOT = "dev.tocsin";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final String[] ALL_BELOW = {
        "platform",
        "security",
        "capture",
        "job",
        "issue",
        "action",
        "dispatch",
        "responder",
        "assertion",
        "retention",
        "telemetry"
    };

    /** What each package may touch, of ours. */
    private static final Map<String, Set<String>> TABLE = new TreeMap<>(Map.ofEntries(
            row("platform"),
            row("security", "platform"),
            row("issue", "security", "platform"),
            row("action", "issue", "security", "platform"),
            row("dispatch", "action", "issue", "security", "platform"),
            row("responder", "job", "dispatch", "action", "issue", "security", "platform"),
            row("capture", "issue", "security", "platform"),
            row("job", "security", "platform"),
            row("assertion", "job", "issue", "security", "platform"),
            row("retention", "dispatch", "assertion", "issue", "security", "platform"),
            row("telemetry", "dispatch", "assertion", "issue", "security", "platform"),
            row("api", ALL_BELOW),
            row("admin", ALL_BELOW),
            row("launch", "platform")));

    private static final List<String> DRAWERS = List.of(".*Impl", ".*Manager", ".*Helper", ".*Utils?", "Default.*");

    private static Map.Entry<String, Set<String>> row(String name, String... mayTouch) {
        return Map.entry(name, Set.of(mayTouch));
    }

    static Stream<Arguments> table() {
        return TABLE.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void aPackageTouchesOnlyWhatItMay(String name, Set<String> mayTouch) {
        String[] others = TABLE.keySet().stream()
                .filter(other -> !other.equals(name) && !mayTouch.contains(other))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage(others))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyClassIsInAPackageOfTheTable() {
        Set<String> packages = MAIN.stream()
                .map(found -> found.getPackageName().substring(ROOT.length()).split("\\.", 3))
                .map(parts -> parts.length < 2 ? "" : parts[1])
                .collect(Collectors.toSet());

        assertThat(packages).isNotEmpty().isSubsetOf(TABLE.keySet());
    }

    @Test
    void packagesDoNotDependOnEachOtherInACircle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void thePresentComesFromTheClockAlone() {
        noClasses().should().accessTargetWhere(bareTime()).check(MAIN);
    }

    @Test
    void transactionsOfSharedBeansAreAskedForByOurOwnAnnotation() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".platform.OwnTransaction")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Transactional.class)
                .because("in a bean that threads share, the server's interceptor takes away their UserTransaction")
                .check(MAIN);
    }

    @Test
    void enterpriseBeansHaveNamesThatAHostDoesNotHave() {
        classes()
                .that()
                .areAnnotatedWith(Singleton.class)
                .should()
                .beAnnotatedWith(describe(
                        "@Singleton with a name of ours",
                        annotation -> annotation
                                .get("name")
                                .filter(name -> name.toString().startsWith("tocsin"))
                                .isPresent()))
                .because("of two enterprise beans of a name in one WAR, the server takes one without a word")
                .check(MAIN);
    }

    @Test
    void onlyTheLauncherWritesToTheStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("launch"))
                .should(ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        Pattern drawers = Pattern.compile(String.join("|", DRAWERS));

        DescribedPredicate<JavaClass> aDrawer = describe(
                "be named like a drawer",
                found -> drawers.matcher(found.getSimpleName()).matches());

        noClasses().should(ArchCondition.from(aDrawer)).check(MAIN);
    }

    private static DescribedPredicate<JavaAccess<?>> bareTime() {
        return describe(
                "it reads the time of the machine",
                access -> access.getTarget() instanceof CodeUnitAccessTarget target
                        && (isNow(target) || isMillis(target) || isNewDate(target)));
    }

    private static boolean isNow(CodeUnitAccessTarget target) {
        boolean withClock = target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("java.time.Clock"));
        return target.getOwner().getPackageName().equals("java.time")
                && target.getName().equals("now")
                && !withClock;
    }

    private static boolean isMillis(CodeUnitAccessTarget target) {
        return target.getOwner().isEquivalentTo(System.class)
                && target.getName().equals("currentTimeMillis");
    }

    private static boolean isNewDate(CodeUnitAccessTarget target) {
        return target.getOwner().isEquivalentTo(Date.class)
                && target.getName().equals("<init>")
                && target.getRawParameterTypes().isEmpty();
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }
}
