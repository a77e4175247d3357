package dev.changeover.contract.stage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InstanceNameTest {
    private static final String FILE = "stage.lock";

    @TempDir
    private Path directory;

    @Test
    void theNextHolderHasTheSameName() throws IOException {
        String first = nameOfTheNext();

        assertThat(nameOfTheNext()).isEqualTo(first);
    }

    @Test
    void twoDirectoriesHaveTwoNames() throws IOException {
        try (InstanceName one = InstanceName.takeFirstFree(directory.resolve("one"));
                InstanceName other = InstanceName.takeFirstFree(directory.resolve("other"))) {
            assertThat(one.value()).isNotEqualTo(other.value());
        }
    }

    @Test
    void whatIsHeldIsNotGivenAwayAndTheNextOneIsTaken() throws IOException {
        try (InstanceName one = InstanceName.takeFirstFree(directory);
                InstanceName two = InstanceName.takeFirstFree(directory)) {
            assertThat(InstanceName.take(directory, "1.lock")).isEmpty();
            assertThat(two.value()).isNotEqualTo(one.value());
        }
    }

    @Test
    void anotherProcessDoesNotGetWhatIsHeldAndGetsItWhenTheHolderIsGone() throws Exception {
        String name;
        try (InstanceName held = InstanceName.take(directory, FILE).orElseThrow()) {
            name = held.value();
            assertThat(inAnotherProcess()).isEqualTo("held");
        }

        assertThat(inAnotherProcess()).isEqualTo(name);
    }

    @Test
    void aNameThatWasNotWrittenToItsEndIsMadeAnew() throws IOException {
        for (String damaged : List.of("", "0123", "\0".repeat(36), "x".repeat(400))) {
            Files.writeString(directory.resolve(FILE), damaged);

            String name = nameOfTheNext();

            assertThat(name).matches("[0-9a-f-]{36}");
            assertThat(nameOfTheNext()).isEqualTo(name);
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaid() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> InstanceName.take(file.resolve("below"), FILE)).isInstanceOf(IOException.class);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs a device that is always full")
    void aDiskThatIsFullIsSaidAndTheFileIsFreeAfterwards() throws IOException {
        Path file = Files.createSymbolicLink(directory.resolve(FILE), Path.of("/dev/full"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> InstanceName.take(directory, FILE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
        }

        Files.delete(file);

        assertThat(nameOfTheNext()).isNotEmpty();
    }

    private String nameOfTheNext() throws IOException {
        try (InstanceName name = InstanceName.take(directory, FILE).orElseThrow()) {
            return name.value();
        }
    }

    private String inAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Another.class.getName(),
                        directory.toString())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    /** Says the name, if it gets one. */
    static final class Another {
        public static void main(String[] arguments) throws IOException {
            Optional<InstanceName> name = InstanceName.take(Path.of(arguments[0]), FILE);
            System.out.println(name.map(InstanceName::value).orElse("held"));
        }
    }
}
