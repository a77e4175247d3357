package dev.changeover.contract.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * libpq's connection options in the words of the JDBC driver. What the driver calls by the same name, or libpq does not
 * know, goes through as it is; what would weaken the connection if it were ignored is refused.
 */
final class LibpqOptions {
    private static final Map<String, String> RENAMED = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode",
            "krbsrvname", "kerberosServerName",
            "require_auth", "requireAuth",
            "sslnegotiation", "sslNegotiation");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** Tuning that the driver does not offer, or decides itself. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "client_encoding",
            "fallback_application_name",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "sslcompression",
            "sslsni",
            "tcp_user_timeout");

    private static final Set<String> REFUSED = Set.of(
            "hostaddr",
            "passfile",
            "requirepeer",
            "service",
            "servicefile",
            "sslcertmode",
            "sslcrl",
            "sslcrldir",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version");

    private LibpqOptions() {}

    static Map<String, String> forDriver(Map<String, String> options) {
        Map<String, String> translated = new HashMap<>();
        options.forEach((name, value) -> translate(name, value, translated));
        if (translated.containsKey("sslfactory")) {
            translated.put("sslmode", "verify-full"); // libpq allows nothing weaker with the machine's authorities
        }
        return translated;
    }

    private static void translate(String name, String value, Map<String, String> translated) {
        if (REFUSED.contains(name)) {
            throw new IllegalArgumentException("The database URL has the option " + name
                    + ", which the JDBC driver cannot honour; leave it out, or reach the database another way");
        }
        if (WITHOUT_EFFECT.contains(name)) {
            return;
        }
        switch (name) {
            case "ssl" -> translated.putIfAbsent("sslmode", value.equals("true") ? "require" : "prefer");
            case "sslmode" -> translated.put(name, oneOf(SSL_MODES, name, value));
            case "sslrootcert" -> rootCertificate(value, translated);
            case "keepalives" -> translated.put("tcpKeepAlive", value.equals("0") ? "false" : "true");
            case "target_session_attrs" ->
                translated.put(
                        "targetServerType", SERVER_TYPES.get(oneOf(List.copyOf(SERVER_TYPES.keySet()), name, value)));
            default -> translated.put(RENAMED.getOrDefault(name, name), value);
        }
    }

    /** {@code system} means the machine's trusted authorities, for which the driver has a factory instead. */
    private static void rootCertificate(String value, Map<String, String> translated) {
        if (value.equals("system")) {
            translated.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            translated.put("sslrootcert", value);
        }
    }

    private static String oneOf(List<String> known, String option, String value) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException("The database URL's " + option + " must be one of "
                    + known.stream().sorted().toList());
        }
        return value;
    }
}
