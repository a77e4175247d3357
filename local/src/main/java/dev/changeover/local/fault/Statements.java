package dev.changeover.local.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a client has prepared on one connection, so that it is known what it executes by name. Confined to one thread. */
final class Statements {
    private final Map<String, String> prepared = new HashMap<>();
    private final Map<String, String> bound = new HashMap<>();

    /** The SQL that the server executes because of this message, if it does; no more than its beginning if it is long. */
    Optional<String> executed(Frame frame) {
        if (frame.is(Frame.QUERY)) {
            return Optional.of(bare(frame.text(0)));
        }
        if (frame.is(Frame.PARSE)) {
            prepared.put(frame.text(0), bare(frame.text(1)));
        } else if (frame.is(Frame.BIND)) {
            bound.put(frame.text(0), prepared.getOrDefault(frame.text(1), ""));
        } else if (frame.is(Frame.EXECUTE)) {
            return Optional.ofNullable(bound.get(frame.text(0)));
        }
        return Optional.empty();
    }

    private static String bare(String sql) {
        String stripped = sql.strip();
        return stripped.endsWith(";")
                ? stripped.substring(0, stripped.length() - 1).strip()
                : stripped;
    }
}
