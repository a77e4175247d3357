package dev.changeover.cutover.preflight.scene;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
import dev.changeover.cutover.preflight.finding.CheckName;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One of the two databases, connected when it is first needed. Confined to one thread. */
public final class Side implements AutoCloseable {
    private final String role;
    private final DatabaseAddress address;
    private final CheckName told;
    private @Nullable Session session;
    private @Nullable ProblemException unreachable;

    Side(String role, DatabaseAddress address, CheckName told) {
        this.role = requireNonNull(role, "role");
        this.address = requireNonNull(address, "address");
        this.told = requireNonNull(told, "told");
    }

    /** Connects unless that was tried. @throws ProblemException saying why it does not answer */
    public Session connect() {
        if (unreachable != null) {
            throw unreachable;
        }
        if (session == null) {
            try {
                session = Session.open(role, address);
            } catch (SQLException e) {
                unreachable = DatabaseProblems.connecting(role, address, e);
                throw unreachable;
            }
        }
        return session;
    }

    Session session() {
        try {
            return connect();
        } catch (ProblemException e) {
            throw new NotReached(told); // why is said once
        }
    }

    void rollback() {
        if (session != null) {
            session.rollback();
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
