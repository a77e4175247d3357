package dev.changeover.cutover.cleanup;

import java.util.Locale;

/** What a thing is that was made. */
public enum Kind {
    SCHEMA,
    INDEX,
    CONSUMER_GROUP,
    TOPIC,
    SLOT,
    PUBLICATION,
    STATE;

    /** As answers have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
