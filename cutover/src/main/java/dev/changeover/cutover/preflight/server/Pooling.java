package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** What is between us and a server, such as PgBouncer. */
final class Pooling {
    private static final String DIRECT = "use the server's own address in the database URL";
    /** A busy pooler may give the session just left to somebody else; twenty times in a row it does not. */
    private static final int LOOKS = 20;

    private Pooling() {}

    static Judgement ofV1(Session session) throws SQLException {
        if (!isPooled(session)) {
            return Judgement.pass("no pooler in between");
        }
        return sharesSessions(session)
                ? Judgement.fail("V1 is behind a pooler that shares sessions, which cannot pass replication on", DIRECT)
                : Judgement.warn(
                        "V1 is behind a pooler; v1-replication tells whether it passes replication on", DIRECT);
    }

    static Judgement ofTarget(Session session) throws SQLException {
        if (!isPooled(session)) {
            return Judgement.pass("no pooler in between");
        }
        return sharesSessions(session)
                ? Judgement.fail(
                        "the target is behind a pooler that shares sessions (pool_mode transaction or statement): a"
                                + " session's settings would leak into the application's",
                        DIRECT + ", or a pool with pool_mode = session")
                : Judgement.pass("a pooler in between gives each connection a session of its own");
    }

    /** A pooler hands out cancel keys of its own, so that another process answers than the handshake named. */
    private static boolean isPooled(Session session) throws SQLException {
        return pid(session) != session.connection().unwrap(PGConnection.class).getBackendPID();
    }

    private static boolean sharesSessions(Session session) throws SQLException {
        try (Session second = Session.open(session.role(), session.address())) {
            for (int look = 0; look < LOOKS; look++) {
                long first = pid(session);
                end(session.connection());
                if (pid(second) == first) {
                    return true;
                }
                end(second.connection());
            }
            return false;
        }
    }

    private static void end(Connection connection) throws SQLException {
        connection.rollback();
    }

    private static long pid(Session session) throws SQLException {
        return session.number("SELECT pg_backend_pid()");
    }
}
