package dev.changeover.cutover.assessment;

import java.util.Map;

/** The child tables with a value that the target wants to be unique, and that column. */
final class UniqueColumns {
    static final Map<String, String> ALL = Map.of("refresh_tokens", "token", "saved_filters", "client_id");

    private UniqueColumns() {}
}
