package dev.changeover.app.config;

import java.util.Locale;
import java.util.Optional;

/** Which target a command works on. */
public enum Environment {
    STAGING,
    PRODUCTION;

    /** As it is written in options and topic names. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Environment> ofCode(String code) {
        for (Environment each : values()) {
            if (each.code().equals(code)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
