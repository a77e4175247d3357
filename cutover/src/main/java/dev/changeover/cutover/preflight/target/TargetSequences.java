package dev.changeover.cutover.preflight.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;

/** The sequences that new ids come from. They are asked about, never asked: a number that was taken is gone. */
final class TargetSequences {
    private static final String FACTS = """
            SELECT name, usable, last, seqmax - last FROM (
              SELECT s.oid::regclass::text AS name, has_sequence_privilege(s.oid, 'USAGE') AS usable, q.seqmax,
                     CASE WHEN has_sequence_privilege(s.oid, 'USAGE, SELECT')
                          THEN coalesce(pg_sequence_last_value(s.oid), 0) ELSE 0 END AS last
                FROM pg_class s JOIN pg_sequence q ON q.seqrelid = s.oid
               WHERE s.oid = to_regclass(pg_get_serial_sequence(?, 'id'))) found""";
    private static final String HAS_ID =
            "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = 'id')";
    /** Fewer ids than this are not worth starting with. */
    private static final long FEW_IDS = 10_000_000;

    private TargetSequences() {}

    private record Facts(String name, boolean usable, long last, long left) {}

    static Judgement of(Session target) throws SQLException {
        Judgement judgement = new Judgement();
        for (TablePlan table : MigrationPlan.tables()) {
            String name = "public." + table.name();
            if (target.holds(HAS_ID, name)) {
                check(target, name, judgement);
            }
        }
        return judgement.otherwise("every id has a sequence that this role may use, ahead of the ids in use");
    }

    private static void check(Session target, String table, Judgement judgement) throws SQLException {
        List<Facts> found = target.list(
                FACTS, row -> new Facts(row.getString(1), row.getBoolean(2), row.getLong(3), row.getLong(4)), table);
        if (found.isEmpty()) {
            judgement.add(
                    Status.FAIL,
                    "no sequence is owned by " + table + ".id, so that no new id can be taken",
                    "name it as the id's with ALTER SEQUENCE … OWNED BY " + table + ".id");
            return;
        }
        Facts sequence = found.get(0);
        if (!sequence.usable()) {
            judgement.add(
                    Status.FAIL,
                    "no USAGE on the sequence " + sequence.name(),
                    "run as owner: GRANT USAGE ON SEQUENCE " + sequence.name() + " TO "
                            + target.address().user());
            return;
        }
        // Without SELECT the table's ids are not known; target-privileges says so.
        if (target.holds("has_table_privilege(to_regclass(?), 'SELECT')", table)
                && target.number("SELECT coalesce(max(id), 0) FROM " + table) > sequence.last()) {
            judgement.add(
                    Status.FAIL,
                    sequence.name() + " is behind the ids in use: the next new row would collide",
                    "run SELECT setval('" + sequence.name() + "', (SELECT max(id) FROM " + table + ")) in the target");
        }
        if (sequence.left() < FEW_IDS) {
            judgement.add(
                    Status.WARN,
                    sequence.name() + " has " + sequence.left() + " ids left",
                    "widen the sequence and the id column to bigint");
        }
    }
}
