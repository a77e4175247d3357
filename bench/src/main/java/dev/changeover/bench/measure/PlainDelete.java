package dev.changeover.bench.measure;

import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Sql;
import dev.changeover.bench.world.World;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long PostgreSQL takes to delete, in one transaction and with its foreign keys, what a migration has written: a part of any way back.
 * Users on whom rows of V2's own hang stay.
 */
final class PlainDelete {
    private static final String WITHOUT_REPOINTED = " AND NOT EXISTS (SELECT FROM changeover.before_image b"
            + " WHERE b.v1_user_id = m.v1_user_id AND b.reason = 'repointed')";

    private PlainDelete() {}

    /** Seconds, in a copy of the pair's V2, to which nobody is connected. */
    static double seconds(World world, Pair pair) throws SQLException {
        String name = pair.name() + "_copy";
        world.databases().v2().execute("CREATE DATABASE " + name + " TEMPLATE " + pair.name());
        try (Sql v2 = Sql.connect(world.databases().v2().address(name))) {
            v2.execute("ANALYZE");
            v2.execute("CHECKPOINT");
            v2.execute("SET jit = off");
            long start = System.nanoTime();
            v2.connection().setAutoCommit(false);
            for (TablePlan table : childrenFirst()) {
                v2.execute("DELETE FROM public." + table.name() + " t USING changeover.migrated_row m WHERE m.live"
                        + " AND m.table_number = " + table.number() + " AND t.id = m.v2_id"
                        + (table.isRoot() ? WITHOUT_REPOINTED : ""));
            }
            v2.connection().commit();
            return (System.nanoTime() - start) / 1e9;
        } finally {
            world.databases().v2().execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        }
    }

    private static List<TablePlan> childrenFirst() {
        List<TablePlan> tables = new ArrayList<>(MigrationPlan.tables());
        Collections.reverse(tables);
        return tables;
    }
}
