package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionFailureTest {
    private static final DatabaseAddress TARGET =
            new DatabaseAddress("db.example", 5432, "v2", "app", new Secret("s3cret!"), Map.of());

    @Test
    void aWrongPasswordIsSaidWithoutRepeatingIt() {
        assertThat(ConnectionFailure.of("the target", TARGET, new SQLException("FATAL: s3cret! is wrong", "28P01")))
                .hasMessageContaining("does not accept this user and password")
                .hasMessageNotContaining("s3cret!")
                .hasNoCause();
    }

    @Test
    void anUnknownHostIsToldFromAServerThatDoesNotAnswer() {
        SQLException unknown = new SQLException("failed", "08001", new UnknownHostException("db.example"));

        assertThat(ConnectionFailure.of("V1", TARGET, unknown)).hasMessageContaining("host's name is not known");
        assertThat(ConnectionFailure.of("V1", TARGET, new SQLException("refused", "08001")))
                .hasMessageContaining("nothing answers there");
    }
}
