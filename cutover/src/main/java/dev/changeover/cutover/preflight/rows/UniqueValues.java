package dev.changeover.cutover.preflight.rows;

import dev.changeover.contract.plan.ColumnRule;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.cutover.assessment.UserOwners;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Examination;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values that are unique in the target, come from V1, and are held there by a row of a user that stays: the V1 row is held back. Values
 * are compared by a hash and shown by nobody. Users' emails are another check's.
 */
final class UniqueValues implements Examination {
    private static final String UNIQUE = """
            EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = ?
                     WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)""";

    @Override
    public Judgement of(Scene scene) throws SQLException {
        scene.v1(); // what follows connects by itself, and would wait again for one that is away
        scene.target();
        Set<Long> staying =
                UserOwners.staying(scene.config().v1(), scene.config().target());
        Judgement judgement = new Judgement();
        int columns = 0;
        for (TablePlan table : MigrationPlan.tables()) {
            for (TargetColumn column : table.targetColumns()) {
                if (table.hangsOnUser()
                        && column.rule() instanceof ColumnRule.Copied copied
                        && scene.target().holds(UNIQUE, column.name(), "public." + table.name())) {
                    columns++;
                    compare(scene, table, copied.source(), column.name(), staying, judgement);
                }
            }
        }
        return judgement.otherwise(
                "no unique value of V1 is held by a user that stays; " + columns + " columns compared");
    }

    private static void compare(
            Scene scene, TablePlan table, String source, String column, Set<Long> staying, Judgement judgement)
            throws SQLException {
        String owner = table.parent().orElseThrow().column();
        Set<String> held = new HashSet<>(held(scene.target(), table.name(), owner, column, staying));
        long colliding = scene
                .v1()
                .list(hashes(table.name(), source) + " AND " + owner + " IS NOT NULL", row -> row.getString(1))
                .stream()
                .filter(held::contains)
                .count();
        if (colliding > 0) {
            judgement.add(
                    Status.WARN,
                    colliding + " values of " + table.name() + "." + column
                            + " are held in the target by users that stay: those rows are held back (unique-value-taken)",
                    "nothing, when they may wait: they follow by themselves once the value is free; else remove the"
                            + " target's rows");
        }
    }

    private static List<String> held(Session target, String table, String owner, String column, Set<Long> staying)
            throws SQLException {
        return target
                .list(
                        "SELECT md5(" + column + "), " + owner + " FROM public." + table + " WHERE " + column
                                + " IS NOT NULL",
                        row -> {
                            long user = row.getLong(2);
                            // A row without an owner is nobody's to replace: it stays too.
                            return row.wasNull() || staying.contains(user)
                                    ? Optional.of(row.getString(1))
                                    : Optional.<String>empty();
                        })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static String hashes(String table, String column) {
        return "SELECT md5(" + column + ") FROM public." + table + " WHERE " + column + " IS NOT NULL";
    }
}
