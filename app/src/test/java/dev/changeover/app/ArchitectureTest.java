package dev.changeover.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the architecture page. Only main code is looked at. */
class ArchitectureTest {
    private static final String ROOT = "dev.changeover.";
    private static final List<String> STAGES = List.of("capture", "transform", "sink", "verifier");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.changeover");

    @TestFactory
    Stream<DynamicTest> noStageUsesAnotherStage() {
        return STAGES.stream()
                .map(stage -> rule(
                        stage + " uses no other stage",
                        noneOf(stage)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(STAGES.stream()
                                        .filter(other -> !other.equals(stage))
                                        .map(ArchitectureTest::packages)
                                        .toArray(String[]::new))));
    }

    @TestFactory
    Stream<DynamicTest> aLibraryIsUsedWhereItBelongsOnly() {
        return Stream.of(
                only("Debezium", "io.debezium..", "capture"),
                only("Kafka Streams", "org.apache.kafka.streams..", "transform"),
                only("picocli", "picocli..", "app"),
                only("HTTP", "com.sun.net.httpserver..", "app", "monitor"),
                only("the local stack", packages("local"), "local", "app"));
    }

    @TestFactory
    Stream<DynamicTest> theRest() {
        return Stream.of(
                rule(
                        "modules have no cycles",
                        slices().matching(ROOT + "(*)..").should().beFreeOfCycles()),
                rule(
                        "the contract uses the JDK and Jackson only",
                        noneOf("contract")
                                .should()
                                .dependOnClassesThat(resideOutsideOfPackages(
                                        packages("contract"), "java..", "com.fasterxml.jackson..", "org.jspecify.."))),
                rule(
                        "standard output is written by the app only",
                        noClasses()
                                .that(resideOutsideOfPackages(packages("app")))
                                .should(ACCESS_STANDARD_STREAMS)),
                rule(
                        "stages do not use the operator's tools, nor these them",
                        noneOf("cutover")
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(STAGES.stream()
                                        .map(ArchitectureTest::packages)
                                        .toArray(String[]::new)))));
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction noneOf(String module) {
        return noClasses().that().resideInAPackage(packages(module));
    }

    private static DynamicTest only(String library, String itsPackages, String... modules) {
        return rule(
                library + " is used by " + String.join(" and ", modules) + " only",
                noClasses()
                        .that(resideOutsideOfPackages(Stream.of(modules)
                                .map(ArchitectureTest::packages)
                                .toArray(String[]::new)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(itsPackages));
    }

    private static DynamicTest rule(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.check(CLASSES));
    }

    private static String packages(String module) {
        return ROOT + module + "..";
    }
}
