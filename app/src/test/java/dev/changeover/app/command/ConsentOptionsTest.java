package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class ConsentOptionsTest {
    private static final String V1 = "postgresql://u:p@v1.example/one";
    private static final String STAGING = "postgresql://u:p@staging.example/two";
    private static final String PRODUCTION = "postgresql://u:p@v2.example/three";

    @TempDir
    private Path directory;

    private final List<String> questions = new ArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void withoutAPersonNothingIsDoneUnlessYesWasSaidBefore() {
        assertThatThrownBy(() -> agree(Person.nobody())).hasMessageContaining("--yes is missing");

        assertThat(agree(Person.nobody(), "--yes")).isTrue();
    }

    @Test
    void aPersonSeesWhatWillHappenAndIsAsked() {
        assertThat(agree(answering("YES "))).isTrue();

        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("three users go");
        assertThat(questions).containsExactly("Type yes to go on:");
    }

    @Test
    void anyOtherAnswerIsANo() {
        assertThatThrownBy(() -> agree(answering("y"))).hasMessageContaining("the answer was not yes");
    }

    @Test
    void anUrlInPlaceOfTheNameIsNotRepeated() {
        assertThatThrownBy(() -> agree(
                        Person.nobody(), "--environment", "production", "--confirm", "postgresql://a:s3cret@h/three"))
                .hasMessageContaining("'three'")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void yesIsNotEnoughForProduction() {
        assertThatThrownBy(() -> agree(Person.nobody(), "--yes", "--environment", "production"))
                .hasMessageContaining("--confirm is missing");
        assertThatThrownBy(() -> agree(Person.nobody(), "--environment", "production", "--confirm", "two"))
                .hasMessageContaining("'three'");

        assertThat(agree(Person.nobody(), "--environment", "production", "--confirm", "three"))
                .isTrue();
    }

    private Person answering(String answer) {
        return question -> {
            questions.add(question);
            return Optional.of(answer);
        };
    }

    private boolean agree(Person person, String... args) {
        PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                Terminal.plain(stream, stream),
                Map.of("V1_DATABASE_URL", V1, "STAGING_DATABASE_URL", STAGING, "V2_DATABASE_URL", PRODUCTION),
                directory,
                new Interruption(),
                person);
        Destructive command = new Destructive();
        new CommandLine(command).parseArgs(args);
        command.consent.require(command.common.load(surroundings), surroundings, List.of("three users go"));
        return true;
    }

    @Command(name = "destructive")
    private static final class Destructive {
        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Mixin
        private final ConsentOptions consent = new ConsentOptions();
    }
}
