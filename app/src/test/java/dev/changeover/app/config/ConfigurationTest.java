package dev.changeover.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String SECRET = "tOp-sEcReT";

    @TempDir
    private Path directory;

    @Test
    void defaultsNeedNoFile() {
        Configuration configuration = load(Map.of(), Map.of());

        assertThat(configuration.environment()).isEqualTo(Environment.STAGING);
        assertThat(configuration.stateDirectory()).isEqualTo(directory.resolve(".changeover"));
        assertThat(configuration.bootstrapServers()).isEmpty();
        assertThat(configuration.partitions()).isEqualTo(4);
        assertThat(configuration.capture()).isEqualTo(new CaptureSection("changeover", "changeover"));
        assertThat(configuration.sink())
                .isEqualTo(new SinkSection(2, 200, Duration.ZERO, SinkSection.FailureMode.QUARANTINE, 0, true));
        assertThat(configuration.drills().overrides()).isEmpty();
        assertThat(configuration.verifier()).isEqualTo(new VerifierSection(Duration.ofMinutes(10), 10_000));
        assertThat(configuration.healthPort()).isZero();
        assertThat(configuration.transformThreads()).isEqualTo(2);
        assertThat(configuration.logFormat()).isEqualTo(LogFormat.TEXT);
    }

    @Test
    void everyKeyOfTheFileIsObeyed() throws IOException {
        write("""
                environment: production
                stateDirectory: state
                v1: {url: "postgresql://a:b@v1.example/one"}
                v2: {url: "postgresql://a:b@v2.example/two"}
                staging: {url: "postgresql://a:b@staging.example/three"}
                kafka: {bootstrapServers: "k:9092"}
                topics: {partitions: 3}
                capture: {slot: s, publication: p}
                transform: {threads: 5}
                sink:
                  threads: 3
                  batchSize: 7
                  batchDelay: 20ms
                  failureMode: stop
                  maxErrors: 9
                  createIndexes: false
                drills:
                  overrides: {"L. drags": 4a6b9141-96e0-4c1c-9f0b-1d3c5a0e7f21}
                verifier: {period: 90s, maxRowsPerSecond: 500}
                health: {port: 8080}
                log: {format: json}
                """);

        Configuration configuration = load(Map.of(), Map.of());

        assertThat(configuration.environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(configuration.stateDirectory()).isEqualTo(directory.resolve("state"));
        assertThat(configuration.databases().v1().database()).isEqualTo("one");
        assertThat(configuration.databases().target(Environment.PRODUCTION).database())
                .isEqualTo("two");
        assertThat(configuration.databases().target(Environment.STAGING).database())
                .isEqualTo("three");
        assertThat(configuration.bootstrapServers()).contains("k:9092");
        assertThat(configuration.partitions()).isEqualTo(3);
        assertThat(configuration.capture()).isEqualTo(new CaptureSection("s", "p"));
        assertThat(configuration.transformThreads()).isEqualTo(5);
        assertThat(configuration.sink())
                .isEqualTo(new SinkSection(3, 7, Duration.ofMillis(20), SinkSection.FailureMode.STOP, 9, false));
        assertThat(configuration.drills().overrides())
                .isEqualTo(Map.of("L. drags", "4a6b9141-96e0-4c1c-9f0b-1d3c5a0e7f21"));
        assertThat(configuration.verifier()).isEqualTo(new VerifierSection(Duration.ofSeconds(90), 500));
        assertThat(configuration.healthPort()).isEqualTo(8080);
        assertThat(configuration.logFormat()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void flagsWinOverEnvironmentAndEnvironmentOverTheFile() throws IOException {
        write("sink: {batchSize: 1}\ntopics: {partitions: 1}\ntransform: {threads: 1}");

        Configuration configuration = load(
                Map.of(Setting.SINK_BATCH_SIZE, "3"),
                Map.of("CHANGEOVER_SINK_BATCH_SIZE", "2", "CHANGEOVER_TOPICS_PARTITIONS", "2"));

        assertThat(configuration.sink().batchSize()).isEqualTo(3);
        assertThat(configuration.partitions()).isEqualTo(2);
        assertThat(configuration.transformThreads()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'snk: {batchSize: 1}', snk.batchSize, sink.batchSize",
        "'sink: {batchsize: 1}', sink.batchsize, sink.batchSize",
        "'v1: {password: x}', v1.password, ''",
        "'colour: blue', colour, ''"
    })
    void anUnknownKeyIsRefusedWithItsPathAndTheOneThatWasMeant(String yaml, String path, String meant)
            throws IOException {
        write(yaml);

        Problem problem = refusal(Map.of());

        assertThat(problem.what()).contains("Unknown key ").contains(path);
        assertThat(problem.remedy()).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "sink.batchSize, 0",
        "sink.batchDelay, soon",
        "sink.failureMode, ignore",
        "sink.createIndexes, maybe",
        "topics.partitions, many",
        "environment, test",
        "capture.slot, Changeover",
        "verifier.period, 10ms",
        "verifier.maxRowsPerSecond, 0",
        "health.port, 70000"
    })
    void aBadValueIsRefusedWithItsPathAndItself(String path, String value) throws IOException {
        write("'" + path.replace(".", "': {'") + "': " + value + (path.contains(".") ? "}" : ""));

        assertThat(refusal(Map.of()).what()).contains(path).contains(value);
    }

    @Test
    void anOverrideThatIsNoUuidIsRefusedWithItsTitle() throws IOException {
        write("drills: {overrides: {L-drags: 17}}");

        assertThat(refusal(Map.of()).what())
                .contains("drills.overrides['L-drags']")
                .contains("17");
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"V1_URL", "V2_URL", "STAGING_URL"})
    void aSecretMayStandInAFileOfItsOwn(Setting setting) throws IOException {
        Files.writeString(directory.resolve("secret"), "postgresql://a:" + SECRET + "@h/d\n");

        Configuration configuration = load(Map.of(), Map.of(setting.fileVariable(), "secret"));

        assertThat(configuration.databases().toString()).contains("a@h:5432/d").doesNotContain(SECRET);
    }

    @Test
    void aSecretIsInNoMessage() {
        Problem problem = refusal(Map.of("V1_DATABASE_URL", "postgresql://a:" + SECRET + "@h:port/d"));

        assertThat(problem.line()).contains("V1_DATABASE_URL").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgresql://a:" + SECRET + "@h/d", "a:" + SECRET + "@h", "postgresql://h/d?password=" + SECRET
            })
    void aSecretWhereTheNameOfItsFileGoesIsInNoMessage(String misplaced) throws IOException {
        Problem problem = refusal(Map.of("V1_DATABASE_URL_FILE", misplaced));
        write("v1:\n  urlFile: " + misplaced);

        assertThat(problem.line()).contains("V1_DATABASE_URL_FILE").doesNotContain(SECRET);
        assertThat(refusal(Map.of()).line()).contains("v1.urlFile").doesNotContain(SECRET);
    }

    @Test
    void twoSourcesOfOneSecretAreRefused() {
        Problem problem = refusal(Map.of("V1_DATABASE_URL", "postgresql://h/d", "V1_DATABASE_URL_FILE", "f"));

        assertThat(problem.what()).contains("V1_DATABASE_URL_FILE");
    }

    @Test
    void aMissingUrlIsAskedForOnlyByWhoNeedsIt() {
        Databases databases = load(Map.of(), Map.of()).databases();

        assertThatThrownBy(databases::v1).isInstanceOf(ProblemException.class).hasMessageContaining("V1_DATABASE_URL");
    }

    @Test
    void textThatIsNoYamlIsRefusedWithItsLine() throws IOException {
        write("sink:\n  batchSize: [");

        assertThat(refusal(Map.of()).what()).contains("at line");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve(Configuration.FILE), yaml);
    }

    private Configuration load(Map<Setting, String> flags, Map<String, String> environment) {
        return Configuration.load(new HashMap<>(flags), environment, Optional.empty(), directory);
    }

    private Problem refusal(Map<String, String> environment) {
        try {
            load(Map.of(), environment);
        } catch (ProblemException e) {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.USAGE);
            return e.problem();
        }
        throw new AssertionError("The configuration was accepted");
    }
}
