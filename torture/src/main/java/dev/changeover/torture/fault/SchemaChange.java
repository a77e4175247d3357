package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import dev.changeover.torture.world.World;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A column of a captured table of V1 is changed in mid-stream, and rows are written that have the new shape. One that the plan does not
 * know changes nothing. Any other stops capture; the operator changes V1 back, as it is told to, and takes a new snapshot.
 *
 * @param change in V1
 * @param back puts V1 back, with no value lost that it still has
 */
record SchemaChange(String name, String description, boolean stops, String change, String back) implements Fault {
    private static final String COLUMN = FilterRows.COLUMN;
    /** What an operator has to read: which column, and what to do. */
    private static final List<String> WORDS =
            List.of(FilterRows.TABLE + "." + COLUMN, "change V1 back", "capture resnapshot");

    SchemaChange {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(change, "change");
        requireNonNull(back, "back");
    }

    static List<Fault> all() {
        return List.of(
                new SchemaChange(
                        "schema-change:add",
                        "V1 gets a column more; nothing stops",
                        false,
                        "ADD COLUMN colour varchar DEFAULT 'red'",
                        "DROP COLUMN colour"),
                new SchemaChange(
                        "schema-change:drop",
                        "V1 loses a column; capture stops, and goes on with a new snapshot",
                        true,
                        "DROP COLUMN " + COLUMN,
                        "ADD COLUMN " + COLUMN + " varchar"),
                new SchemaChange(
                        "schema-change:rename",
                        "a column of V1 is renamed; capture stops, and goes on with a new snapshot",
                        true,
                        "RENAME COLUMN " + COLUMN + " TO minutes",
                        "RENAME COLUMN minutes TO " + COLUMN),
                new SchemaChange(
                        "schema-change:retype",
                        "a column of V1 gets another type; capture stops, and goes on with a new snapshot",
                        true,
                        "ALTER COLUMN " + COLUMN + " TYPE json USING to_json(" + COLUMN + ")",
                        "ALTER COLUMN " + COLUMN + " TYPE varchar USING " + COLUMN + " #>> '{}'"));
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        Statements.run(arena.world().v1(), FilterRows.withColumn());
        if (stops) {
            stopAndGoOn(arena);
        } else {
            goOn(arena);
        }
    }

    private void goOn(Arena arena) throws InterruptedException {
        Member capture = arena.world().stage(StageKind.CAPTURE);
        CompletableFuture<Integer> end = capture.expectEnd();
        arena.strike(name, () -> reshape(arena.world().v1(), change));
        arena.requireRecovery();
        arena.strike(name + ", taken back", () -> reshape(arena.world().v1(), back));
        arena.requireRecovery();
        if (end.isDone()) {
            arena.problem(capture.name() + " ended because of a column that the plan does not know");
        }
        capture.expectNoEnd();
    }

    private void stopAndGoOn(Arena arena) throws InterruptedException {
        World world = arena.world();
        CleanStop stop = CleanStop.expectedOf(arena, world.stage(StageKind.CAPTURE));
        arena.stop(name, () -> reshape(world.v1(), change), () -> stop.await(WORDS), () -> {
            reshape(world.v1(), back);
            CleanStop.takeNewSnapshot(world);
        });
    }

    /** The table's shape travels with the first row that is written after the change. */
    private static void reshape(DatabaseAddress v1, String change) {
        Statements.run(v1, "ALTER TABLE " + FilterRows.TABLE + " " + change, FilterRows.insert());
    }

    @Override
    public void withdraw(World world) {
        FilterRows.withdraw(world.v1());
    }
}
