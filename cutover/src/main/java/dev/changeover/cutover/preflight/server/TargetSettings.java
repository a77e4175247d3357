package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Settings of the target under which writes are refused, or not kept. */
final class TargetSettings {
    private TargetSettings() {}

    static Judgement of(Session target) throws SQLException {
        Judgement judgement = new Judgement();
        if (target.holds("pg_is_in_recovery()")) {
            judgement.add(
                    Status.FAIL,
                    "the target is a standby, which takes no writes",
                    "name the primary in the target's URL");
        }
        if (target.text("SHOW default_transaction_read_only").equals("on")) {
            judgement.add(
                    Status.FAIL,
                    "default_transaction_read_only is on",
                    "set it off for the database, or for the role "
                            + target.address().user());
        }
        String encoding = target.text("SHOW server_encoding");
        if (!encoding.equals("UTF8")) {
            judgement.add(
                    Status.FAIL,
                    "server_encoding is " + encoding + ": not every text of V1 can be written",
                    "use a target database of the encoding UTF8");
        }
        if (target.text("SHOW synchronous_commit").equals("off")) {
            judgement.add(
                    Status.WARN,
                    "synchronous_commit is off: a crash of the server can take back what was reported as migrated",
                    "ALTER ROLE " + target.address().user() + " SET synchronous_commit = on");
        }
        if (!target.text("SHOW session_replication_role").equals("origin")) {
            judgement.add(
                    Status.FAIL,
                    "session_replication_role is not origin: the server would not check foreign keys",
                    "ALTER ROLE " + target.address().user() + " RESET session_replication_role");
        }
        return judgement.otherwise("a primary that takes writes and keeps them, encoding " + encoding);
    }
}
