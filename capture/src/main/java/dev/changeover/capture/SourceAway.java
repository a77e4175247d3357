package dev.changeover.capture;

import java.sql.SQLException;

/** V1 does not answer; it may later. Never leaves the package. */
final class SourceAway extends RuntimeException {
    SourceAway(SQLException cause) {
        super("V1 does not answer", cause);
    }
}
