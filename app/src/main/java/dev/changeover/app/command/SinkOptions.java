package dev.changeover.app.command;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Flags;
import dev.changeover.app.config.Setting;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the sink writes to the target. */
final class SinkOptions {
    @Option(names = Flags.BATCH_SIZE, paramLabel = "N", description = "Users in one transaction at most. Default: 200.")
    private @Nullable String batchSize;

    @Option(
            names = Flags.BATCH_DELAY,
            paramLabel = "TIME",
            description = "Pause after each batch, for example 200ms. Default: 0s.")
    private @Nullable String batchDelay;

    @Option(
            names = Flags.FAILURE_MODE,
            paramLabel = "quarantine|stop",
            description = "When the target refuses a user: set it aside and go on, or stop. Default: quarantine.")
    private @Nullable String failureMode;

    @Option(
            names = Flags.MAX_ERRORS,
            paramLabel = "N",
            description = "Stop at this many users that cannot be written; 0 means never. Default: 0.")
    private @Nullable String maxErrors;

    /** The configuration; whoever changes production must see to it that it is confirmed. */
    Configuration load(CommonOptions common, Surroundings surroundings) {
        return common.load(surroundings, given());
    }

    /** The flags that were typed. */
    Map<Setting, String> given() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        put(flags, Setting.SINK_BATCH_SIZE, batchSize);
        put(flags, Setting.SINK_BATCH_DELAY, batchDelay);
        put(flags, Setting.SINK_FAILURE_MODE, failureMode);
        put(flags, Setting.SINK_MAX_ERRORS, maxErrors);
        return flags;
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }
}
