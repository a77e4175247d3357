package dev.changeover.sink.target;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a session in the target is set to, in one place: text forms that compare byte for byte whatever the server's defaults, and a
 * limit for everything that could wait.
 *
 * <p>Sent as {@code SET LOCAL} in each transaction, not once a connection: behind a pooler the next transaction may run in another
 * session. {@code SET} takes no snapshot, so it may stand before {@code LOCK TABLE} in a repeatable-read transaction.
 */
public final class SessionSettings {
    public static final String APPLICATION_NAME = "changeover-sink";

    /** Waiting for a row or table lock; then the transaction is tried again, so that no Android user waits behind us for long. */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    /** Below the consumer group's session timeout (10 s): a sink that froze has lost its transaction before it loses its users. */
    static final Duration IDLE_IN_TRANSACTION_TIMEOUT = Duration.ofSeconds(7);
    /** One statement of a batch; a COPY of the largest document takes seconds. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);

    private static final Map<String, String> TEXT_FORMS = textForms();
    private static final String ORDINARY = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; "
            + local(IDLE_IN_TRANSACTION_TIMEOUT, LOCK_TIMEOUT, STATEMENT_TIMEOUT);

    private SessionSettings() {}

    /** The settings for an ordinary transaction of the sink, as statements that may share a round trip with what follows. */
    public static String forTransaction() {
        return ORDINARY;
    }

    /** The settings for one long transaction that is alone by design, such as the baseline; the isolation is the caller's. */
    static String forLongTransaction(Duration limit) {
        return local(limit, limit, limit);
    }

    private static String local(Duration idle, Duration lock, Duration statement) {
        Map<String, String> settings = new LinkedHashMap<>(TEXT_FORMS);
        settings.put("idle_in_transaction_session_timeout", Long.toString(idle.toMillis()));
        settings.put("lock_timeout", Long.toString(lock.toMillis()));
        settings.put("statement_timeout", Long.toString(statement.toMillis()));
        return settings.entrySet().stream()
                .map(each -> "SET LOCAL " + each.getKey() + " = '" + each.getValue() + "'; ")
                .collect(Collectors.joining());
    }

    private static Map<String, String> textForms() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", "public"); // for the application's own triggers; the sink qualifies every name
        settings.put("DateStyle", "ISO, MDY");
        settings.put("IntervalStyle", "postgres");
        settings.put("TimeZone", "UTC");
        settings.put("bytea_output", "hex");
        settings.put("extra_float_digits", "1");
        return settings;
    }
}
