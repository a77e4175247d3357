package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Whether the pipeline knows this version of PostgreSQL. */
final class ServerVersion {
    private static final int OLDEST = 13;
    private static final int NEWEST = 17;

    private ServerVersion() {}

    static Judgement of(Session session) throws SQLException {
        return judged(
                (int) (session.number("SELECT current_setting('server_version_num')::int") / 10_000),
                session.text("SHOW server_version"));
    }

    static Judgement judged(int major, String version) {
        String finding = "PostgreSQL " + version;
        if (major < OLDEST) {
            return Judgement.fail(
                    finding + " is older than " + OLDEST,
                    "upgrade the server to PostgreSQL " + OLDEST + " to " + NEWEST);
        }
        return major > NEWEST
                ? Judgement.warn(
                        finding + " is newer than what the pipeline was tried with",
                        "rehearse on a staging target of the same version first")
                : Judgement.pass(finding);
    }
}
