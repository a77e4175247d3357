package dev.changeover.capture.source;

import java.sql.SQLException;

/** V1 does not answer; it may later. Never leaves capture. */
public final class SourceAway extends RuntimeException {
    public SourceAway(SQLException cause) {
        super("V1 does not answer", cause);
    }
}
