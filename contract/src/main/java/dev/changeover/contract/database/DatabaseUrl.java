package dev.changeover.contract.database;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads a database URL as libpq writes it: {@code postgresql://user:password@host:port/database?option=value&…}.
 *
 * <p>{@code postgres://} and a {@code jdbc:} in front are read too. Names and values are percent-encoded, a plus sign is
 * a plus sign. A missing host is {@code localhost}, a missing port 5432, a missing database that of the user's name.
 *
 * <p>Every error is an {@link IllegalArgumentException} that quotes nothing of the URL: a password with an unencoded
 * {@code @}, {@code :} or {@code /} can end up in any part of it.
 */
public final class DatabaseUrl {
    private static final String ENCODE_PASSWORD =
            "; write the characters : / ? # [ ] @ % in a user or password percent-encoded, for example @ as %40";
    private static final int DEFAULT_PORT = 5432;

    private DatabaseUrl() {}

    public static DatabaseAddress parse(String url) {
        String trimmed = url.strip();
        boolean jdbc = trimmed.startsWith("jdbc:");
        String rest = withoutScheme(jdbc ? trimmed.substring("jdbc:".length()) : trimmed);
        int question = rest.indexOf('?');
        Map<String, String> options = question < 0 ? new HashMap<>() : query(rest.substring(question + 1));
        Map<String, String> parts = parts(question < 0 ? rest : rest.substring(0, question));
        for (String part : new String[] {"user", "password", "host", "port", "dbname"}) {
            String given = options.remove(part);
            if (given != null) {
                parts.put(part, given);
            }
        }
        String user = parts.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw new IllegalArgumentException(
                    "The database URL names no user; write postgresql://user:password@host:port/database");
        }
        String database = parts.getOrDefault("dbname", "");
        return new DatabaseAddress(
                host(parts.getOrDefault("host", "")),
                port(parts.getOrDefault("port", "")),
                database.isEmpty() ? user : database,
                user,
                new Secret(parts.getOrDefault("password", "")),
                jdbc ? options : LibpqOptions.forDriver(options));
    }

    private static String withoutScheme(String url) {
        for (String scheme : new String[] {"postgresql://", "postgres://"}) {
            if (url.startsWith(scheme)) {
                return url.substring(scheme.length());
            }
        }
        throw new IllegalArgumentException("The database URL must start with postgresql:// or postgres://;"
                + " write postgresql://user:password@host:port/database");
    }

    /** What stands before the question mark, under libpq's names. */
    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new HashMap<>();
        int at = text.indexOf('@');
        int slash = text.indexOf('/');
        if (at != text.lastIndexOf('@') || (slash >= 0 && slash < at)) {
            throw new IllegalArgumentException("The database URL has an '@' too many" + ENCODE_PASSWORD);
        }
        if (at >= 0) {
            int colon = text.indexOf(':');
            boolean password = colon >= 0 && colon < at;
            parts.put("user", PercentEncoding.decode(text.substring(0, password ? colon : at)));
            if (password) {
                parts.put("password", PercentEncoding.decode(text.substring(colon + 1, at)));
            }
        }
        hostAndPort(text.substring(at + 1, slash < 0 ? text.length() : slash), parts);
        if (slash >= 0) {
            parts.put("dbname", PercentEncoding.decode(text.substring(slash + 1)));
        }
        return parts;
    }

    private static void hostAndPort(String text, Map<String, String> parts) {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (text.startsWith("[") && hostEnd == 0) {
            throw new IllegalArgumentException("The database URL has an opening bracket without a closing one"
                    + "; write an IPv6 host as [::1]" + ENCODE_PASSWORD);
        }
        String host = hostEnd < 0 ? text : text.substring(0, hostEnd);
        String port = hostEnd < 0 ? "" : text.substring(hostEnd);
        if (!port.isEmpty() && port.charAt(0) != ':') {
            throw new IllegalArgumentException(
                    "The database URL has text between the host's closing bracket and the port" + ENCODE_PASSWORD);
        }
        parts.put("host", PercentEncoding.decode(host));
        parts.put("port", port.isEmpty() ? "" : PercentEncoding.decode(port.substring(1)));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> options = new HashMap<>();
        for (String option : text.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(
                        PercentEncoding.decode(option.substring(0, equals)),
                        PercentEncoding.decode(option.substring(equals + 1)));
            } else if (!option.isEmpty()) {
                throw new IllegalArgumentException(
                        "The database URL has an option that is not written as name=value" + ENCODE_PASSWORD);
            }
        }
        return options;
    }

    private static String host(String text) {
        if (text.contains(",")) {
            throw new IllegalArgumentException(
                    "The database URL names several hosts, and the pipeline follows one; name the primary alone");
        }
        if (text.startsWith("/")) {
            throw new IllegalArgumentException("The database URL names a Unix socket, which the JDBC driver cannot use;"
                    + " name a host and a port");
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        return host.isEmpty() ? "localhost" : host;
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "The database URL's port is not a number between 1 and 65535" + ENCODE_PASSWORD);
        }
        return port;
    }
}
