package dev.changeover.sink.target;

import dev.changeover.contract.rules.Identity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Streams ids and identities of a database's users in bounded memory. */
public final class UserEmails {
    private static final int FETCH_ROWS = 5_000;

    private UserEmails() {}

    /** One user; {@code identity} is null without a usable email. */
    public interface Reader {
        void user(long id, @Nullable String identity) throws SQLException;
    }

    /** Reads all users, in the connection's transaction: the driver fetches in pieces only with autocommit off. */
    public static void read(Connection connection, Reader reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery("SELECT id, email FROM public.users")) {
                while (rows.next()) {
                    reader.user(rows.getLong(1), Identity.of(rows.getString(2)).orElse(null));
                }
            }
        }
    }
}
