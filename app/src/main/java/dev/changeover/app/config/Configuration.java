package dev.changeover.app.config;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that can be configured, checked.
 *
 * @param stateDirectory absolute; it need not exist
 * @param bootstrapServers empty: an embedded broker in the state directory
 * @param partitions of every topic that is spread over tasks, {@code topics.partitions}
 * @param transformThreads {@code transform.threads}
 * @param healthPort of {@code run}; 0 for any free one, {@code health.port}
 * @param logFormat {@code log.format}
 */
public record Configuration(
        Environment environment,
        Path stateDirectory,
        Databases databases,
        Optional<String> bootstrapServers,
        int partitions,
        CaptureSection capture,
        int transformThreads,
        SinkSection sink,
        DrillsSection drills,
        VerifierSection verifier,
        RollbackPointSection rollbackPoint,
        int healthPort,
        LogFormat logFormat) {

    /** The file that is read when it exists and no other is named. */
    public static final String FILE = "changeover.yaml";

    /** The state directory, where no other is named. */
    public static final String STATE_DIRECTORY = ".changeover";

    private static final String FILE_VARIABLE = "CHANGEOVER_CONFIG";
    private static final int MAX_PARTITIONS = 256;
    private static final int MAX_THREADS = 64;
    private static final int DEFAULT_TRANSFORM_THREADS = 2;
    private static final int MAX_PORT = 65_535;

    public Configuration {
        requireNonNull(environment, "environment");
        requireNonNull(stateDirectory, "stateDirectory");
        requireNonNull(databases, "databases");
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(capture, "capture");
        requireNonNull(sink, "sink");
        requireNonNull(drills, "drills");
        requireNonNull(verifier, "verifier");
        requireNonNull(logFormat, "logFormat");
    }

    /**
     * Lays flags over environment over file over defaults.
     *
     * @param flags by setting, with the flag's name as its origin
     * @param file named by a flag
     * @param directory where relative paths start
     * @throws dev.changeover.contract.stage.ProblemException naming the key, for anything unknown or unusable
     */
    public static Configuration load(
            Map<Setting, String> flags, Map<String, String> environment, Optional<Path> file, Path directory) {
        Optional<Path> named = file.or(
                () -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of));
        Path standard = directory.resolve(FILE);
        YamlFile yaml = named.map(each -> YamlFile.read(directory.resolve(each)))
                .orElseGet(() -> Files.exists(standard) ? YamlFile.read(standard) : YamlFile.EMPTY);
        Map<Setting, Given> given = flags.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, flag -> new Given(flag.getValue(), Flags.name(flag.getKey()))));
        return of(new Settings(given, environment, yaml, directory), directory);
    }

    private static Configuration of(Settings settings, Path directory) {
        return new Configuration(
                settings.of(Setting.ENVIRONMENT).map(Configuration::environment).orElse(Environment.STAGING),
                directory
                        .resolve(settings.text(Setting.STATE_DIRECTORY, STATE_DIRECTORY))
                        .toAbsolutePath()
                        .normalize(),
                Databases.of(settings),
                settings.of(Setting.KAFKA_BOOTSTRAP_SERVERS).map(Given::value),
                settings.number(Setting.TOPICS_PARTITIONS, TopicPlan.DEFAULT_PARTITIONS, 1, MAX_PARTITIONS),
                CaptureSection.of(settings),
                settings.number(Setting.TRANSFORM_THREADS, DEFAULT_TRANSFORM_THREADS, 1, MAX_THREADS),
                SinkSection.of(settings),
                new DrillsSection(settings.drillOverrides()),
                VerifierSection.of(settings),
                RollbackPointSection.of(settings),
                settings.number(Setting.HEALTH_PORT, 0, 0, MAX_PORT),
                settings.of(Setting.LOG_FORMAT).map(LogFormat::of).orElse(LogFormat.TEXT));
    }

    private static Environment environment(Given given) {
        return Environment.ofCode(given.value())
                .orElseThrow(() -> Invalid.value(given.origin(), given.value(), "staging or production"));
    }

    public TargetTopics targetTopics() {
        return new TargetTopics(environment.code());
    }
}
