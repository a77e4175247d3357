package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.torture.work.Session;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** SQL that a fault writes. A failure is the harness's own, not a finding. Confined to one thread. */
final class Statements {
    private Statements() {}

    /** Each commits by itself. */
    static void run(DatabaseAddress database, String... statements) {
        try (Session session = new Session(database)) {
            for (String each : statements) {
                session.execute(each);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    static long number(DatabaseAddress database, String query) {
        try (Session session = new Session(database)) {
            return session.number(query);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The ids that a query gives, with commas between them. */
    static String list(DatabaseAddress database, String query) {
        try (Session session = new Session(database)) {
            return session.numbers(query).stream().map(String::valueOf).collect(Collectors.joining(", "));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static IllegalStateException failure(SQLException e) {
        return new IllegalStateException("A fault could not write what it has to", e);
    }

    /** One transaction that waits for its commit: what took long to write is then in flight at once. */
    static final class Open implements AutoCloseable {
        private final Connection connection;

        private Open(Connection connection) {
            this.connection = requireNonNull(connection, "connection");
        }

        static Open of(DatabaseAddress database, List<String> statements) throws SQLException {
            Open open = new Open(DriverManager.getConnection(database.jdbcUrl(), database.properties()));
            try {
                open.connection.setAutoCommit(false);
                try (Statement statement = open.connection.createStatement()) {
                    for (String each : statements) {
                        statement.execute(each);
                    }
                }
                return open;
            } catch (SQLException e) {
                open.close();
                throw e;
            }
        }

        void commit() {
            try {
                connection.commit();
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        /** Rolls back what was not committed. */
        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
