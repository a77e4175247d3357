package dev.changeover.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of V1 and of V2, as both applications have them. */
public final class Schemas {
    private Schemas() {}

    public static void createV1(Connection connection) throws SQLException {
        run(connection, "v1.sql");
    }

    public static void createV2(Connection connection) throws SQLException {
        run(connection, "v2.sql");
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(read(script));
        }
    }

    private static String read(String script) {
        try (InputStream stream = Schemas.class.getResourceAsStream(script)) {
            if (stream == null) {
                throw new IllegalStateException(script + " is missing from the module's resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
