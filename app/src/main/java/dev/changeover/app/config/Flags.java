package dev.changeover.app.config;

import java.util.Map;

/** How a setting is written on the command line. Secrets have no flag: arguments are seen by every user of a machine. */
public final class Flags {
    public static final String ENVIRONMENT = "--environment";
    public static final String STATE_DIRECTORY = "--state-dir";
    public static final String BATCH_SIZE = "--batch-size";
    public static final String BATCH_DELAY = "--batch-delay";
    public static final String FAILURE_MODE = "--failure-mode";
    public static final String MAX_ERRORS = "--max-errors";

    private static final Map<Setting, String> NAMES = Map.of(
            Setting.ENVIRONMENT, ENVIRONMENT,
            Setting.STATE_DIRECTORY, STATE_DIRECTORY,
            Setting.SINK_BATCH_SIZE, BATCH_SIZE,
            Setting.SINK_BATCH_DELAY, BATCH_DELAY,
            Setting.SINK_FAILURE_MODE, FAILURE_MODE,
            Setting.SINK_MAX_ERRORS, MAX_ERRORS);

    private Flags() {}

    /** The flag, or the key of the file where there is none. */
    public static String name(Setting setting) {
        return NAMES.getOrDefault(setting, setting.path());
    }
}
