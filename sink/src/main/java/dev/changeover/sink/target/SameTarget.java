package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds out whether two addresses lead to the same database, whatever their names say.
 *
 * <p>Advisory locks belong to one database of one server, so that a lock which cannot be had through the second address is the one taken
 * through the first. Sound through a pooler too: the lock lives in a transaction, during which even a transaction pooler keeps the server
 * session. A pooler that has only one session left lets the second wait; that ends in a problem after the socket's timeout, never in
 * a wrong answer.
 */
public final class SameTarget {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SameTarget() {}

    /**
     * A database, and what a person calls it.
     *
     * @param role such as {@code V1} or {@code the target}
     */
    public record Side(String role, DatabaseAddress address) {
        private ProblemException failed(SQLException failure) {
            return ConnectionFailure.of(role, address, failure);
        }
    }

    /**
     * Whether an advisory lock taken through one is seen through the other.
     *
     * @throws ProblemException if one of them cannot be asked; it says which
     */
    public static boolean isSame(Side one, Side other) {
        long key = RANDOM.nextLong();
        try (Connection first = connect(one)) {
            if (!locks(one, first, key)) {
                throw new AssertionError("Somebody else holds a lock with a random key of 64 bits");
            }
            try (Connection second = connect(other)) {
                return !locks(other, second, key);
            }
        } catch (SQLException e) {
            throw one.failed(e);
        }
    }

    private static Connection connect(Side side) {
        try {
            Connection connection = Connections.open(side.address());
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw side.failed(e);
        }
    }

    private static boolean locks(Side side, Connection connection, long key) {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, key);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        } catch (SQLException e) {
            throw side.failed(e);
        }
    }
}
