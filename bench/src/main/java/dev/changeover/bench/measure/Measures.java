package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Goal;
import java.util.List;

/** Every measure there is, in the order of the table. */
public final class Measures {
    private Measures() {}

    /** Fresh ones, for one run. */
    public static List<Measure> all() {
        InitialLoads loads = new InitialLoads();
        return List.of(
                new MigrateTime("migrate", 1, Goal.atMost(6, 4), loads),
                new MigrateTime("migrate-10", 10, Goal.atMost(5, 3), loads),
                new Growth(loads),
                new Memory(loads),
                new LargeUser(),
                new FreshnessUnderLoad(),
                new SustainedRate(),
                new Interference(),
                new VerifyTime(),
                new RollbackTime(),
                new Documents(loads),
                new StartUp(),
                new ScaleOut(),
                new Costs(loads));
    }
}
