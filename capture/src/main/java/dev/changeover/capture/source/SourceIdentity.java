package dev.changeover.capture.source;

import static java.util.Objects.requireNonNull;

/**
 * Which PostgreSQL V1 is. An LSN means something within one identity only.
 *
 * @param timeline changes when a standby is promoted
 */
public record SourceIdentity(String systemIdentifier, String timeline, String database) {
    public SourceIdentity {
        requireNonNull(systemIdentifier, "systemIdentifier");
        requireNonNull(timeline, "timeline");
        requireNonNull(database, "database");
    }
}
