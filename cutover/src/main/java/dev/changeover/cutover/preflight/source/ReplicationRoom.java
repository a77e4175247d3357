package dev.changeover.cutover.preflight.source;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Whether V1 has a replication slot and a sender process left. */
final class ReplicationRoom {
    private static final String OURS = "EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)";
    private static final String OURS_ACTIVE =
            "EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ? AND active)";

    private ReplicationRoom() {}

    static Judgement slots(Session v1, String slot) throws SQLException {
        long most = v1.setting("max_replication_slots");
        long left = most - v1.number("SELECT count(*) FROM pg_replication_slots");
        if (v1.holds(OURS, slot)) {
            return Judgement.pass("the slot " + slot + " is there; " + left + " of " + most + " others are left");
        }
        return left > 0
                ? Judgement.pass(left + " of " + most + " slots are left")
                : Judgement.fail(
                        "all " + most + " replication slots are in use",
                        "drop a slot that nobody needs, or raise max_replication_slots and restart V1");
    }

    static Judgement senders(Session v1, String slot) throws SQLException {
        long most = v1.setting("max_wal_senders");
        long left = most - v1.number("SELECT count(*) FROM pg_stat_replication");
        if (v1.holds(OURS_ACTIVE, slot)) {
            return Judgement.pass(
                    "a sender serves the slot " + slot + "; " + left + " of " + most + " others are left");
        }
        return left > 0
                ? Judgement.pass(left + " of " + most + " senders are left")
                : Judgement.fail(
                        "all " + most + " sender processes are in use",
                        "end a standby or backup that nobody needs, or raise max_wal_senders and restart V1");
    }
}
