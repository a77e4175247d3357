package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;

/** Whether this very connection is encrypted, as the server sees it. */
final class Encryption {
    private Encryption() {}

    static Judgement of(Session session, PreflightConfig config) throws SQLException {
        List<String> tls = session.list(
                "SELECT version || ', ' || cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl",
                row -> row.getString(1));
        if (!tls.isEmpty()) {
            String mode = session.address().options().getOrDefault("sslmode", "prefer");
            return mode.startsWith("verify")
                    ? Judgement.pass(tls.get(0) + ", sslmode=" + mode)
                    : Judgement.pass(tls.get(0) + ", sslmode=" + mode + ": the server's certificate is not verified");
        }
        return new Judgement()
                .add(
                        config.production() ? Status.FAIL : Status.WARN,
                        "the connection is not encrypted: users' data would cross the network readable",
                        "turn on ssl in the server, and add sslmode=verify-full (at least require) to the database URL");
    }
}
