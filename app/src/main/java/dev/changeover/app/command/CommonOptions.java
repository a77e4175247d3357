package dev.changeover.app.command;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Flags;
import dev.changeover.app.config.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file. Default: changeover.yaml, when it exists.")
    private @Nullable Path file;

    @Option(
            names = Flags.STATE_DIRECTORY,
            paramLabel = "DIR",
            description = "Broker, stores, logs and rollback points. Default: CHANGEOVER_STATE_DIR, else .changeover.")
    private @Nullable String stateDirectory;

    @Option(
            names = Flags.ENVIRONMENT,
            paramLabel = "staging|production",
            description = "The target: STAGING_DATABASE_URL or V2_DATABASE_URL. Default: staging.")
    private @Nullable String environment;

    @Option(names = "--json", description = "Answer with one JSON object, the last line on stdout.")
    private boolean json;

    private @Nullable Path configured;

    boolean json() {
        return json;
    }

    Configuration load(Surroundings surroundings) {
        return load(surroundings, Map.of());
    }

    /** @param more flags of the command itself */
    Configuration load(Surroundings surroundings, Map<Setting, String> more) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.putAll(more);
        if (stateDirectory != null) {
            flags.put(Setting.STATE_DIRECTORY, stateDirectory);
        }
        if (environment != null) {
            flags.put(Setting.ENVIRONMENT, environment);
        }
        Configuration configuration = Configuration.load(
                flags, surroundings.environment(), Optional.ofNullable(file), surroundings.directory());
        configured = configuration.stateDirectory();
        return configuration;
    }

    /**
     * The state directory of a command that has ended, for whoever must write down why: the one that it has loaded, and else, when it came
     * not so far, the one that the environment names.
     */
    static Path stateDirectoryOf(CommandSpec command, Surroundings surroundings) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(CommonOptions.class::isInstance)
                .flatMap(options -> Optional.ofNullable(((CommonOptions) options).configured).stream())
                .findFirst()
                .orElseGet(() -> surroundings
                        .directory()
                        .resolve(surroundings
                                .environment()
                                .getOrDefault(Setting.STATE_DIRECTORY.variable(), Configuration.STATE_DIRECTORY)));
    }
}
