package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineInterfaceTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"migrat", "stats --jsn", "migrate --limit many", "run everything", "run", "demo --users 1"})
    void aCommandLineThatIsNotUnderstoodIsOneLineAndExitCode2(String line) {
        InProcess.Result result = new InProcess(directory).run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).singleElement().asString().startsWith("error: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback --to a --latest",
                "rollback --latest --migrated",
                "rollback-point check a --latest",
                "replay --from-topics --user a@x",
                "verify --level invariants --user a@x",
                "rollback --latest --lock-wait -5"
            })
    void optionsThatExcludeEachOtherAreRefusedBeforeAnythingIsLookedFor(String line) {
        InProcess.Result result = new InProcess(directory).run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "plan"})
    void aBlankEmailIsRefusedAndDoesNotMeanEverybody(String command) {
        InProcess.Result result = new InProcess(directory).run(command, "--user", " ");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--user needs an email");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback anna@example.org",
                "rollback --migrated anna@example.org o'neill+x@example.org",
                "migrate --limit anna@example.org",
                "verify --anna@example.org",
                "run anna@example.org"
            })
    void anEmailWhereNoneBelongsIsNotRepeated(String line) {
        InProcess.Result text = new InProcess(directory).run(line.split(" "));
        InProcess.Result json = new InProcess(directory).run((line + " --json").split(" "));

        assertThat(text.exitCode()).isEqualTo(2);
        assertThat(text.err()).contains("was not understood: ");
        assertThat(json.lastLine()).contains("was not understood");
        assertThat(text.out() + text.err() + json.out() + json.err())
                .doesNotContain("anna")
                .doesNotContain("neill")
                .doesNotContain("example.org");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheOneThatWasMeant() {
        assertThat(new InProcess(directory).run("stats", "--jsno").err()).contains("did you mean --json?");
    }

    @Test
    void noCommandIsAMistake() {
        assertThat(new InProcess(directory).run().exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "stats --help", "migrate --help", "sync --help", "run --help", "demo --help"})
    void helpListsTheExitCodes(String line) {
        InProcess.Result result = new InProcess(directory).run(line.split(" "));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Exit codes:").contains("130").contains("interrupted");
    }

    @Test
    void anErrorIsJsonWhenJsonWasAskedFor() {
        InProcess.Result result = new InProcess(directory).run("stats", "--json");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.lastLine())
                .startsWith("{\"error\":{\"what\":\"V1_DATABASE_URL is not set\",\"why\":")
                .contains("\"remedy\":");
    }

    @Test
    void productionIsNotChangedWithoutItsName() {
        InProcess.Result result = production().run("migrate", "--environment", "production");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--confirm is missing").contains("--confirm prod");
    }

    @Test
    void productionIsNotChangedUnderAnotherName() {
        InProcess.Result result = production().run("migrate", "--environment", "production", "--confirm", "staging");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("the production database is 'prod'");
    }

    @Test
    void nothingIsLeftBehindByACommandThatWasRefused() {
        production().run("migrate", "--environment", "production");

        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "capture, --batch-size, 5",
        "transform, --batch-delay, 1s",
        "verifier, --failure-mode, stop",
        "capture, --max-errors, 1"
    })
    void aFlagOfTheSinkIsRefusedByTheOtherStages(String stage, String flag, String value) {
        InProcess.Result result = new InProcess(directory).run("run", stage, flag, value);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(flag + " is the sink's");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aStageOfItsOwnNeedsABroker() {
        InProcess.Result result = production()
                .with("STAGING_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/staging")
                .run("run", "transform");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("KAFKA_BOOTSTRAP_SERVERS");
    }

    private InProcess production() {
        return new InProcess(directory)
                .with("V1_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/v1")
                .with("V2_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/prod");
    }
}
