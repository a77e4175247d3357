package dev.changeover.cutover.preflight.server;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Examination;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.preflight.scene.Session;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Map;

/**
 * Whether the target is the database that was meant: not V1, not another environment's, and its ledger not a copy of another's. Two
 * addresses are one database when an advisory lock that is taken through one is seen through the other.
 */
final class TargetIdentity implements Examination {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LEDGER_OF = "SELECT environment FROM changeover.target";
    private static final String COPIED = """
            SELECT count(*) FROM changeover.target t
             WHERE t.system_identifier <> (SELECT system_identifier FROM pg_control_system())
                OR t.database_oid <> (SELECT oid::bigint FROM pg_database WHERE datname = current_database())
                OR t.timeline <> CASE WHEN pg_is_in_recovery() THEN t.timeline
                                 ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END""";

    @Override
    public Judgement of(Scene scene) throws SQLException {
        Session target = scene.target();
        Judgement judgement = new Judgement();
        if (isSame(target, scene.v1())) {
            judgement.add(
                    Status.FAIL, "V1 and the target are the same database", "correct the target's URL: it leads to V1");
        }
        for (Map.Entry<String, DatabaseAddress> other : scene.config().others().entrySet()) {
            compare(target, scene.config().production(), other.getKey(), other.getValue(), judgement);
        }
        addLedger(target, scene.config().environment(), judgement);
        return judgement.otherwise(
                "a database of its own, named " + target.address().database());
    }

    private static void compare(
            Session target, boolean production, String variable, DatabaseAddress other, Judgement judgement) {
        try (Session session = Session.open(variable, other)) {
            if (isSame(target, session)) {
                judgement.add(
                        Status.FAIL,
                        "STAGING_DATABASE_URL and V2_DATABASE_URL lead to the same database: staging would be production",
                        "correct the one that is wrong, or unset STAGING_DATABASE_URL");
            }
        } catch (SQLException e) {
            judgement.add(
                    production ? Status.WARN : Status.FAIL, // nothing is written to a staging that may be production
                    variable + " does not answer (SQLSTATE " + e.getSQLState()
                            + "): that it is another database is not known",
                    "start that server, or correct or unset " + variable);
        }
    }

    private static void addLedger(Session target, String environment, Judgement judgement) throws SQLException {
        if (target.holds("to_regclass('changeover.target') IS NULL")) {
            return;
        }
        for (String ledgerOf : target.list(LEDGER_OF, row -> row.getString(1))) {
            if (!ledgerOf.equals(environment)) {
                judgement.add(
                        Status.FAIL,
                        "the target's ledger belongs to the environment " + ledgerOf,
                        "say --environment " + ledgerOf + ", or correct the target's URL");
            }
        }
        if (target.number(COPIED) > 0) {
            judgement.add(
                    Status.FAIL,
                    "the target's ledger came along with a copy of another database, or the target was promoted or restored"
                            + " since",
                    "start the sink once: it says what differs, and what to do then");
        }
    }

    private static boolean isSame(Session one, Session other) throws SQLException {
        long key = RANDOM.nextLong();
        return one.holds("pg_try_advisory_xact_lock(?)", key) && !other.holds("pg_try_advisory_xact_lock(?)", key);
    }
}
