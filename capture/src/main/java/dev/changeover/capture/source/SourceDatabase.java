package dev.changeover.capture.source;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.replication.LogSequenceNumber;

/** V1 through one ordinary connection: who it is, and its slot. Confined to one thread; whoever connects closes it. */
public final class SourceDatabase implements AutoCloseable {
    private static final String SLOT = """
            SELECT coalesce(plugin, '') AS plugin, coalesce(database, '') AS database,
                   coalesce(active_pid, 0) AS pid, confirmed_flush_lsn::text AS confirmed,
                   (restart_lsn IS NULL OR wal_status = 'lost') AS lost
              FROM pg_replication_slots WHERE slot_name = ?""";

    private static final Duration SLOT_RELEASE_LIMIT = Duration.ofSeconds(10);
    private final Connection connection;

    private SourceDatabase(Connection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    /**
     * Connects as an application of its own name, for answers of up to a minute.
     *
     * @throws SQLException when V1 does not let capture in: {@link #unreachable} says it to a person
     */
    public static SourceDatabase connect(DatabaseAddress address) throws SQLException {
        return connect(address, "60");
    }

    /** For a short question: an answer that takes longer than some seconds is none. */
    public static SourceDatabase connectQuickly(DatabaseAddress address) throws SQLException {
        return connect(address, "5");
    }

    private static SourceDatabase connect(DatabaseAddress address, String answersWithinSeconds) throws SQLException {
        Properties properties = address.properties();
        properties.putIfAbsent("ApplicationName", "changeover-capture");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("socketTimeout", answersWithinSeconds);
        return new SourceDatabase(DriverManager.getConnection(address.jdbcUrl(), properties));
    }

    /** What a person must know of a failed connection. */
    public static Problem unreachable(DatabaseAddress address, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String why =
                switch (state) {
                    case "28P01", "28000" -> "it refuses the user or the password";
                    case "53300" -> "it has no connection or WAL sender left (max_connections, max_wal_senders)";
                    case "55006" -> "another server process uses the slot";
                    case "08P01" ->
                        "whoever answers there does not speak PostgreSQL's replication protocol, as a pooler"
                                + " such as PgBouncer does not";
                    case "3D000" -> "the server has no such database";
                    default -> "it does not answer as it should (SQL state " + state + ")";
                };
        return new Problem(
                Problem.Kind.REFUSED,
                "V1 cannot be reached at " + address,
                why,
                state.equals("08P01")
                        ? "set V1_DATABASE_URL to the server itself, not to the pooler"
                        : "check V1_DATABASE_URL and that the server accepts connections from here");
    }

    /** For questions of the caller's own; it stays this object's to close. Every statement commits by itself. */
    public Connection connection() {
        return connection;
    }

    /** As {@code server_version_num} has it: 160004 is 16.4. */
    public int serverVersion() throws SQLException {
        return Integer.parseInt(text("SELECT current_setting('server_version_num')"));
    }

    /** Asks V1 anew each time; a standby that was promoted meanwhile is another one. */
    public SourceIdentity identity() throws SQLException {
        return new SourceIdentity(
                text("SELECT system_identifier::text FROM pg_control_system()"),
                text("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"),
                text("SELECT current_database()"));
    }

    /** The slot as it is now; empty when V1 has none of this name. */
    public Optional<SlotFacts> slot(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SLOT)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                String confirmed = rows.getString("confirmed");
                return Optional.of(new SlotFacts(
                        rows.getString("plugin"),
                        rows.getString("database"),
                        rows.getInt("pid"),
                        confirmed == null
                                ? 0
                                : LogSequenceNumber.valueOf(confirmed).asLong(),
                        rows.getBoolean("lost")));
            }
        }
    }

    /** The slot as it is when the server process of a capture that is gone has noticed, for which it has some time. */
    public Optional<SlotFacts> releasedSlot(String name) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + SLOT_RELEASE_LIMIT.toNanos();
        Optional<SlotFacts> slot = slot(name);
        while (slot.isPresent() && slot.get().activePid() != 0 && System.nanoTime() < deadline) {
            Thread.sleep(50);
            slot = slot(name);
        }
        return slot;
    }

    /** Ends the server process that uses or makes the slot. A slot that is not made yet goes with it. */
    public void endUserOf(String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    /**
     * Drops a slot that nobody uses.
     *
     * @throws SQLException also when a server process uses it, or there is none of this name
     */
    public void dropSlot(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    /** The one value that a query answers. */
    String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new SQLException("V1 answered nothing to: " + query);
            }
            return String.valueOf(rows.getString(1));
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
