package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Transactions that have been open for long, with the session. A query's text is never shown: it may hold a row's values. */
final class LongTransactions {
    private static final String SQL = """
            SELECT a.pid, coalesce(a.usename::text, '?'), coalesce(nullif(a.application_name, ''), '?'),
                   coalesce(a.state, '?'), extract(epoch FROM clock_timestamp() - a.xact_start)::bigint
              FROM pg_stat_activity a
             WHERE a.xact_start < clock_timestamp() - ? * interval '1 millisecond' AND a.pid <> pg_backend_pid()
               AND a.backend_type = 'client backend' AND a.application_name <> 'changeover-preflight'
             ORDER BY a.xact_start""";
    /** The server's own processes have no database, and nobody asks what they do. */
    private static final String HIDDEN = """
            SELECT count(*) FROM pg_stat_activity a
             WHERE a.backend_type IS NULL AND a.datid IS NOT NULL AND NOT pg_has_role('pg_read_all_stats', 'USAGE')""";

    private LongTransactions() {}

    /** @param effect what the age of a transaction holds up */
    static Judgement of(Session session, Duration longFrom, String effect) throws SQLException {
        List<String> found = session.list(
                SQL,
                row -> "server process " + row.getInt(1) + " of " + row.getString(2) + " (" + row.getString(3) + "), "
                        + row.getString(4) + ", open for " + row.getLong(5) + " s",
                longFrom.toMillis());
        Judgement judgement = new Judgement();
        if (!found.isEmpty()) {
            judgement.add(Status.WARN, effect, "let them end, or end them with pg_terminate_backend(process)");
            found.forEach(each -> judgement.add(Status.WARN, each, ""));
        }
        long hidden = session.number(HIDDEN);
        if (hidden > 0) {
            judgement.add(
                    Status.WARN,
                    "what " + hidden + " sessions of other roles do is hidden from this role",
                    "GRANT pg_read_all_stats TO " + session.address().user());
        }
        return judgement.otherwise("no transaction has been open for " + longFrom.toSeconds() + " s");
    }
}
