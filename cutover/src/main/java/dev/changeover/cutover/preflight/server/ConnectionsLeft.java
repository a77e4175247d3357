package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;

/** Whether a server has connections left for the pipeline. */
final class ConnectionsLeft {
    /** Capture's engine, watch and checks, the sink's baseline, a verification, and some air. */
    private static final int NEEDED_IN_V1 = 8;
    /** Preparation, index builds, the drill catalogue, a verification, and some air, beside the writing threads. */
    private static final int NEEDED_IN_TARGET = 8;

    private static final String OTHER_LIMITS = """
            SELECT 'the database', d.datconnlimit, s.numbackends
              FROM pg_database d JOIN pg_stat_database s ON s.datid = d.oid
             WHERE d.datname = current_database() AND d.datconnlimit >= 0
            UNION ALL
            SELECT 'the role', r.rolconnlimit, (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid = r.oid)
              FROM pg_roles r WHERE r.rolname = current_user AND r.rolconnlimit >= 0""";

    private ConnectionsLeft() {}

    static Judgement ofV1(Session v1) throws SQLException {
        return judged(v1, NEEDED_IN_V1);
    }

    static Judgement ofTarget(Session target, int sinkThreads) throws SQLException {
        return judged(target, NEEDED_IN_TARGET + sinkThreads);
    }

    private static Judgement judged(Session session, int needed) throws SQLException {
        long most = session.setting("max_connections");
        // The rows of pg_stat_activity are shown to everybody, what is in them is not.
        long used = session.number("SELECT sum(numbackends) FROM pg_stat_database");
        long reserved = session.number("SELECT coalesce(sum(setting::bigint), 0) FROM pg_settings"
                + " WHERE name IN ('superuser_reserved_connections', 'reserved_connections')");
        long left = Math.max(0, most - reserved - used);
        Judgement judgement = new Judgement();
        if (left < needed) {
            judgement.add(
                    Status.FAIL,
                    left + " of " + most + " connections are left, and the pipeline uses up to " + needed,
                    "close other sessions, or raise max_connections");
        }
        List<OtherLimit> others =
                session.list(OTHER_LIMITS, row -> new OtherLimit(row.getString(1), row.getInt(2), row.getInt(3)));
        for (OtherLimit other : others) {
            if (other.most() - other.used() < needed) {
                judgement.add(
                        Status.FAIL,
                        other.of() + " may have " + other.most() + " connections and has " + other.used()
                                + ", and the pipeline uses up to " + needed,
                        "raise the CONNECTION LIMIT of " + other.of());
            }
        }
        return judgement.otherwise(left + " of " + most + " connections are left; the pipeline uses up to " + needed);
    }

    private record OtherLimit(String of, int most, int used) {}
}
