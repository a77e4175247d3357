package dev.changeover.local.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.local.LocalPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

class NetworkProxyIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static LocalPostgres postgres;

    private NetworkProxy proxy;

    @BeforeAll
    static void startAServer() {
        postgres = LocalPostgres.startTemporary();
        postgres.createDatabase("world");
    }

    @AfterAll
    static void stopTheServer() {
        postgres.close();
    }

    @BeforeEach
    void putAProxyBefore() throws SQLException {
        proxy = NetworkProxy.to(postgres.port());
        try (Connection direct = postgres.connect("world")) {
            execute(direct, "SET lock_timeout = '30s'");
            execute(direct, "DROP TABLE IF EXISTS things");
            execute(direct, "CREATE TABLE things (name text)");
        }
    }

    @AfterEach
    void closeTheProxy() {
        proxy.close();
    }

    @Test
    void changesNothingWhileTheNetworkIsSound() throws Exception {
        String large = "ü".repeat(1_000_000);
        try (Connection connection = connect()) {
            insert(connection, large);
            assertThat(copyIn(connection, "one\ntwo\n")).isEqualTo(2);

            assertThat(text(connection, "SELECT count(*) FROM things")).isEqualTo("3");
            assertThat(text(connection, "SELECT max(name) FROM things")).isEqualTo(large);
        }
        await().atMost(DEADLINE).until(() -> proxy.open() == 0);
        assertThat(proxy.struck()).isZero();
        assertThat(proxy.passedBytes()).isGreaterThan(4_000_000);
    }

    @Test
    void resetsWhoIsConnectedAndRefusesOthersUntilItIsHealed() throws Exception {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            insert(connection, "unfinished");
            CompletableFuture<Void> atWork = CompletableFuture.runAsync(() -> run(connection, "SELECT pg_sleep(600)"));
            await().atMost(DEADLINE).until(() -> inPgSleep() == 1);

            proxy.cut();

            assertThat(atWork).failsWithin(DEADLINE);
            assertThat(proxy.struck()).isEqualTo(1);
            assertThatThrownBy(this::connect).rootCause().isInstanceOf(ConnectException.class);
            proxy.heal();
            assertThat(names()).isEmpty();
        } finally {
            endSleepers(); // the server does not notice the reset while it sleeps
        }
    }

    @Test
    void isSilentWhileItStallsAndGoesOnWithTheSameConnectionAfterwards() throws Exception {
        try (Connection connection = connect()) {
            proxy.stall();

            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> insert(connection, "late"));
            await().atMost(DEADLINE).until(() -> proxy.struck() > 0);
            try (Socket newcomer = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                newcomer.setSoTimeout(300);
                newcomer.getOutputStream().write("hello".getBytes(UTF_8));
                assertThatThrownBy(() -> newcomer.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            assertThat(waiting).isNotDone();
            assertThat(namesWithoutProxy()).isEmpty();

            proxy.heal();
            assertThat(waiting).succeedsWithin(DEADLINE);
            assertThat(namesWithoutProxy()).isEqualTo("late");
        }
    }

    @Test
    void takesItsTimeWhenItIsSlow() throws Exception {
        try (Connection connection = connect()) {
            proxy.slow(Duration.ofMillis(20), 1_000);

            long start = System.nanoTime();
            assertThat(text(connection, "SELECT repeat('x', 10000)")).hasSize(10_000);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
            assertThat(proxy.struck()).isGreaterThan(10);
            proxy.heal();
            long struck = proxy.struck();
            insert(connection, "quick");
            assertThat(proxy.struck()).isEqualTo(struck);
        }
    }

    @Test
    void resetsOneConnectionInTheMiddleOfAStatement() throws Exception {
        try (Connection connection = connect()) {
            insert(connection, "small");
            proxy.resetAfter(50_000);

            assertThatThrownBy(() -> insert(connection, "x".repeat(100_000)))
                    .rootCause()
                    .isInstanceOf(IOException.class);
        }
        assertThat(proxy.struck()).isEqualTo(1);
        assertThat(names()).isEqualTo("small");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100_000})
    void resetsACopyBeforeItsEndHoweverSmallItIs(int rows) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            lines.append("row ").append(row).append('\n');
        }
        Connection connection = connect();
        proxy.resetInCopy();
        insert(connection, "before");

        assertThatThrownBy(() -> copyIn(connection, lines.toString())).isInstanceOf(SQLException.class);

        abandon(connection);
        assertThat(proxy.struck()).isEqualTo(1);
        assertThat(names()).isEqualTo("before");
        try (Connection next = connect()) {
            assertThat(copyIn(next, lines.toString())).isEqualTo(rows);
        }
    }

    @ParameterizedTest(name = "{0}, after {1} commits on the same connection")
    @CsvSource({
        "prepareThreshold=5, 0",
        "prepareThreshold=5, 10",
        "prepareThreshold=1, 3",
        "prepareThreshold=0, 3",
        "preferQueryMode=simple, 3",
        "preferQueryMode=extendedForPrepared, 3"
    })
    void dropsTheReplyToACommitThatTheServerHasMade(String driverSetting, int commitsBefore) throws Exception {
        try (Connection connection = connect(driverSetting)) {
            connection.setAutoCommit(false);
            for (int commit = 0; commit < commitsBefore; commit++) {
                insert(connection, "before " + commit);
                connection.commit();
            }
            proxy.dropReplyTo("COMMIT");
            insert(connection, "unknown");

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(proxy.struck()).isEqualTo(1);
        assertThat(names()).endsWith("unknown");
    }

    @Test
    void doesNotTakeARefusedCommitForOneThatWasMade() throws Exception {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            proxy.dropReplyTo("COMMIT");
            assertThatThrownBy(() -> execute(connection, "SELECT 1/0")).hasMessageContaining("division by zero");
            connection.commit(); // the server answers that it rolled back
            assertThat(proxy.struck()).isZero();

            insert(connection, "kept");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(proxy.struck()).isEqualTo(1);
        assertThat(names()).isEqualTo("kept");
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (Connection connection = connect()) {
            proxy.stall();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> insert(connection, "late"));
            await().atMost(DEADLINE).until(() -> proxy.struck() > 0);
            assertThat(threads()).isGreaterThanOrEqualTo(3);

            proxy.close();
            proxy.close();

            assertThat(threads()).isZero();
            assertThat(waiting).failsWithin(DEADLINE);
        }
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("proxy-" + proxy.port()))
                .count();
    }

    private Connection connect() throws SQLException {
        return connect("ApplicationName=test");
    }

    private Connection connect(String driverSetting) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/world?user=postgres&" + driverSetting);
    }

    /** Through the proxy: it serves others. */
    private String names() throws SQLException {
        try (Connection connection = connect()) {
            return names(connection);
        }
    }

    private static String namesWithoutProxy() throws SQLException {
        try (Connection connection = postgres.connect("world")) {
            return names(connection);
        }
    }

    private static String names(Connection connection) throws SQLException {
        return text(connection, "SELECT coalesce(string_agg(name, ', ' ORDER BY name), '') FROM things");
    }

    private static int inPgSleep() throws SQLException {
        try (Connection connection = postgres.connect("world")) {
            return Integer.parseInt(
                    text(connection, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"));
        }
    }

    /** The driver complains when it closes a connection that broke in a copy. */
    private static void abandon(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is gone
        }
    }

    private static void endSleepers() throws SQLException {
        try (Connection connection = postgres.connect("world")) {
            execute(connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        }
    }

    private static long copyIn(Connection connection, String lines) throws SQLException, IOException {
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY things FROM STDIN", new ByteArrayInputStream(lines.getBytes(UTF_8)));
    }

    private static void insert(Connection connection, String name) {
        run(connection, "INSERT INTO things VALUES ('" + name + "')");
    }

    private static void run(Connection connection, String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
