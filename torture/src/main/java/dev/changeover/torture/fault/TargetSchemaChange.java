package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.world.StageKind;
import dev.changeover.torture.world.World;
import java.util.List;

/**
 * A column of a table of V2 is changed in mid-stream. The sink stops before it writes a row that V2 would take in another way, and goes on by
 * itself when V2 is as it was: it had not passed anything.
 *
 * @param word what the sink has to say of the column
 */
record TargetSchemaChange(String name, String description, String word, String change, String back) implements Fault {
    TargetSchemaChange {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(word, "word");
        requireNonNull(change, "change");
        requireNonNull(back, "back");
    }

    static List<Fault> all() {
        return List.of(
                new TargetSchemaChange(
                        "schema-change:v2-rename",
                        "a column of V2 is renamed; the sink stops until it is renamed back",
                        "the column does not exist",
                        "ALTER TABLE saved_filters RENAME COLUMN saved_time TO minutes",
                        "ALTER TABLE saved_filters RENAME COLUMN minutes TO saved_time"),
                new TargetSchemaChange(
                        "schema-change:v2-not-null",
                        "V2 gets a column that may not stay empty; the sink stops until it is gone",
                        "NOT NULL without a default",
                        "ALTER TABLE saved_filters ADD COLUMN mood varchar NOT NULL DEFAULT 'x';"
                                + " ALTER TABLE saved_filters ALTER mood DROP DEFAULT",
                        "ALTER TABLE saved_filters DROP COLUMN mood"));
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        World world = arena.world();
        CleanStop stop = CleanStop.expectedOf(arena, world.stage(StageKind.SINK));
        arena.stop(
                name,
                () -> {
                    Statements.run(world.v2(), change);
                    Statements.run(world.v1(), FilterRows.withColumn());
                },
                () -> stop.await(List.of(FilterRows.TABLE, word)),
                () -> Statements.run(world.v2(), back));
    }

    @Override
    public void withdraw(World world) {
        FilterRows.withdraw(world.v1());
    }
}
