package dev.changeover.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of docs/architecture.md that a machine can check. */
class ArchitectureTest {
    private static final String OURS = "dev.changeover.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.changeover");

    @Test
    void modulesHaveNoCycles() {
        slices().matching("dev.changeover.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.changeover.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @TestFactory
    Stream<DynamicTest> aModuleUsesOnlyWhatItsRowOfTheTableAllows() {
        return Stream.of(
                mayUse("contract"),
                mayUse("capture", "contract"),
                mayUse("transform", "contract"),
                mayUse("sink", "contract"),
                mayUse("verifier", "contract"),
                mayUse("cutover", "contract"),
                mayUse("monitor", "contract"),
                mayUse("local", "contract"),
                mayUse("torture", "contract", "local", "verifier"));
    }

    @TestFactory
    Stream<DynamicTest> aLibraryStaysWhereItBelongs() {
        return Stream.of(
                onlyIn("io.debezium..", "capture"),
                onlyIn("org.apache.kafka.streams..", "transform"),
                onlyIn("org.apache.kafka.connect..", "capture"),
                onlyIn("org.flywaydb..", "sink"),
                onlyIn("picocli..", "app"),
                onlyIn("org.yaml..", "app"),
                onlyIn("ch.qos.logback..", "app"),
                onlyIn("com.sun.net.httpserver..", "app", "monitor"),
                onlyIn("java.net.http..", "app", "monitor"),
                onlyIn("kafka..", "local"),
                onlyIn("org.jboss.byteman..", "torture"),
                onlyIn("io.zonky..", "local"));
    }

    @Test
    void onlyTheAppPrints() {
        noClasses()
                .that(resideInAPackage("dev.changeover..").and(not(resideInAPackage("dev.changeover.app.."))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    private static DynamicTest mayUse(String module, String... others) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(others))
                .map(each -> OURS + each + "..")
                .toArray(String[]::new);
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(OURS + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.changeover..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
        return DynamicTest.dynamicTest(module, () -> rule.check(MAIN));
    }

    private static DynamicTest onlyIn(String library, String... modules) {
        String[] homes = Stream.of(modules).map(each -> OURS + each + "..").toArray(String[]::new);
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
        return DynamicTest.dynamicTest(library, () -> rule.check(MAIN));
    }
}
