package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.postgresql.replication.LogSequenceNumber;

/** V1 through one ordinary connection: who it is, and the two things that capture makes in it. Confined to one thread. */
final class SourceDatabase implements AutoCloseable {
    private static final String PUBLISHED_TABLES =
            "SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = ?";
    private static final String SLOT = """
            SELECT coalesce(plugin, '') AS plugin, coalesce(database, '') AS database,
                   coalesce(active_pid, 0) AS pid, confirmed_flush_lsn::text AS confirmed,
                   (restart_lsn IS NULL OR wal_status = 'lost') AS lost
              FROM pg_replication_slots WHERE slot_name = ?""";

    private static final Duration SLOT_RELEASE_LIMIT = Duration.ofSeconds(10);
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection connection;

    private SourceDatabase(Connection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    static SourceDatabase connect(DatabaseAddress address) throws SQLException {
        Properties properties = address.properties();
        properties.putIfAbsent("ApplicationName", "changeover-capture");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("socketTimeout", "60");
        return new SourceDatabase(DriverManager.getConnection(address.jdbcUrl(), properties));
    }

    /** What a person must know of a failed connection. */
    static Problem unreachable(DatabaseAddress address, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String why =
                switch (state) {
                    case "28P01", "28000" -> "it refuses the user or the password";
                    case "53300" -> "it has no connection or WAL sender left (max_connections, max_wal_senders)";
                    case "3D000" -> "the server has no such database";
                    default -> "it does not answer as it should (SQL state " + state + ")";
                };
        return new Problem(
                Problem.Kind.REFUSED,
                "V1 cannot be reached at " + address,
                why,
                "check V1_DATABASE_URL and that the server accepts connections from here");
    }

    Connection connection() {
        return connection;
    }

    int serverVersion() throws SQLException {
        return Integer.parseInt(text("SELECT current_setting('server_version_num')"));
    }

    SourceIdentity identity() throws SQLException {
        return new SourceIdentity(
                text("SELECT system_identifier::text FROM pg_control_system()"),
                text("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"),
                text("SELECT current_database()"));
    }

    Optional<SlotFacts> slot(String name) throws SQLException {
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
    Optional<SlotFacts> releasedSlot(String name) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + SLOT_RELEASE_LIMIT.toNanos();
        Optional<SlotFacts> slot = slot(name);
        while (slot.isPresent() && slot.get().activePid() != 0 && System.nanoTime() < deadline) {
            Thread.sleep(50);
            slot = slot(name);
        }
        return slot;
    }

    /** Ends the server process that uses or makes the slot. A slot that is not made yet goes with it. */
    void endUserOf(String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    void dropSlot(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    /**
     * Makes the publication of these tables, or finds one that publishes exactly them.
     *
     * @return whether it was made
     */
    boolean ensurePublication(String name, List<String> tables) throws SQLException {
        if (text("SELECT count(*) FROM pg_publication WHERE pubname = '" + name + "'")
                .equals("0")) {
            create("CREATE PUBLICATION " + name + " FOR TABLE " + String.join(", ", tables));
            return true;
        }
        requireSamePublication(name, tables);
        return false;
    }

    private void create(String publication) throws SQLException {
        try {
            execute(publication);
        } catch (SQLException refused) {
            if (INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
                throw new ProblemException(
                        new Problem(
                                Problem.Kind.REFUSED,
                                "The role " + text("SELECT current_user") + " may not make the publication in V1",
                                "that takes CREATE on the database and the ownership of the tables",
                                "let their owner run: " + publication),
                        refused);
            }
            throw refused;
        }
    }

    private void requireSamePublication(String name, List<String> tables) throws SQLException {
        List<String> published = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PUBLISHED_TABLES)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    published.add(rows.getString(1));
                }
            }
        }
        boolean everyOperation = text("SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate AND NOT pubviaroot"
                        + " FROM pg_publication WHERE pubname = '" + name + "'")
                .equals("t");
        if (!everyOperation || !new TreeSet<>(published).equals(new TreeSet<>(tables))) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "V1 has a publication '" + name + "' of other tables or operations",
                    "capture needs every operation of " + String.join(", ", tables),
                    "drop that publication if it is a left-over, or set capture.publication to a name of its own"));
        }
    }

    void dropPublication(String name) throws SQLException {
        execute("DROP PUBLICATION IF EXISTS " + name);
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

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
