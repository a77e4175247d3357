package dev.changeover.sink;

import dev.changeover.contract.database.DatabaseAddress;
import java.util.Properties;

/** How long the sink waits for V1, which it only reads: a server that accepts connections and then is silent must not hold it up. */
final class SourceReading {
    private static final String CONNECT_SECONDS = "5";

    private SourceReading() {}

    /** For a look that can as well be taken later. */
    static Properties quick(DatabaseAddress v1) {
        return of(v1, "5");
    }

    /** For what a command cannot begin without. */
    static Properties patient(DatabaseAddress v1) {
        return of(v1, "60");
    }

    private static Properties of(DatabaseAddress v1, String silenceSeconds) {
        Properties properties = v1.properties();
        properties.putIfAbsent("connectTimeout", CONNECT_SECONDS);
        properties.putIfAbsent("socketTimeout", silenceSeconds);
        return properties;
    }
}
