package dev.changeover.contract.database;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Properties;

/**
 * Where a PostgreSQL database is and who asks. Never prints the password.
 *
 * @param options the JDBC driver's connection properties, such as {@code sslmode}
 */
public record DatabaseAddress(
        String host, int port, String database, String user, Secret password, Map<String, String> options) {
    /** The driver's property that adds the server's detail to what an exception says, such as "Failing row contains (…)". */
    public static final String QUOTES_ROWS = "logServerErrorDetail";

    public DatabaseAddress {
        requireNonNull(host, "host");
        requireNonNull(database, "database");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        options = Map.copyOf(options);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is between 1 and 65535, but is " + port);
        }
    }

    /** The URL for the JDBC driver, without user, password or options; IPv6 hosts in brackets. */
    public String jdbcUrl() {
        String printed = host.contains(":") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + printed + ":" + port + "/"
                + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    /**
     * User, password and options, for {@link java.sql.DriverManager#getConnection(String, Properties)}. Whatever the options say, the
     * driver's messages do not quote the row that the server refused.
     */
    public Properties properties() {
        Properties properties = new Properties();
        properties.putAll(options);
        properties.setProperty(QUOTES_ROWS, "false"); // what an exception says gets into logs
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
        return properties;
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
