package dev.changeover.cutover.preflight.source;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Whether V1 logs what capture needs, and keeps it for as long. */
final class LogicalLog {
    /** Less than this is written in minutes by a busy server. */
    private static final long LITTLE_MEGABYTES = 1_024;

    private LogicalLog() {}

    static Judgement level(Session v1) throws SQLException {
        if (v1.holds("pg_is_in_recovery()")) {
            return Judgement.fail(
                    "V1 is a standby: capture makes a publication and writes heartbeats, which only a primary takes",
                    "set V1_DATABASE_URL to the primary");
        }
        String level = v1.text("SHOW wal_level");
        return level.equals("logical")
                ? Judgement.pass("wal_level is logical")
                : Judgement.fail(
                        "wal_level is " + level + ", and must be logical",
                        "run ALTER SYSTEM SET wal_level = 'logical' in V1 and restart it (on a managed service, turn on"
                                + " its logical replication)");
    }

    static Judgement kept(Session v1) throws SQLException {
        long megabytes = v1.setting("max_slot_wal_keep_size");
        if (megabytes < 0) {
            return Judgement.warn(
                    "max_slot_wal_keep_size is unlimited: a pipeline that stands still fills V1's disk",
                    "set max_slot_wal_keep_size to what V1's disk can spare; a slot that is lost needs a new snapshot");
        }
        return megabytes < LITTLE_MEGABYTES
                ? Judgement.warn(
                        "max_slot_wal_keep_size is " + megabytes + " MB: a short stop of the pipeline loses the slot",
                        "set max_slot_wal_keep_size to what V1 writes in a weekend")
                : Judgement.pass("a pipeline that stands still keeps up to " + megabytes + " MB of V1's log");
    }
}
