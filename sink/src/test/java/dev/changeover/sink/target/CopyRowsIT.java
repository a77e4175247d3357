package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.local.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyRowsIT {
    /** At each of the two places that a block of COPY can end, between two characters and within one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a"})
    void charactersOfTwoCharsArriveWhereverABlockEnds(String before) throws SQLException {
        String text = before + "\uD83D\uDE00".repeat(70_000);
        try (LocalPostgres server = LocalPostgres.startTemporary();
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE copied (line text)");
            CopyRows rows = new CopyRows(connection, "copied (line)");

            rows.add(text);
            rows.flush();

            try (var copied = statement.executeQuery("SELECT line FROM copied")) {
                copied.next();
                assertThat(copied.getString(1)).isEqualTo(text);
            }
        }
    }
}
