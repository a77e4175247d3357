package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SourceReadingTest {
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aV1ThatAcceptsConnectionsAndThenIsSilentIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DatabaseAddress v1 = new DatabaseAddress(
                    "127.0.0.1", silent.getLocalPort(), "v1", "reader", new Secret("p"), Map.of("sslmode", "disable"));

            SQLException failure = catchThrowableOfType(
                    SQLException.class, () -> DriverManager.getConnection(v1.jdbcUrl(), SourceReading.quick(v1)));

            assertThat(failure.getSQLState()).startsWith("08");
        }
    }
}
