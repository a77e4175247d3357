package dev.changeover.app.config;

/** How a run's log file is written, {@code log.format}. */
public enum LogFormat {
    /** A line an event, for people. */
    TEXT,
    /** A JSON object an event, for whoever collects logs. */
    JSON;

    static LogFormat of(Given given) {
        return switch (given.value()) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw Invalid.value(given.origin(), given.value(), "text or json");
        };
    }
}
