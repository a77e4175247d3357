package dev.changeover.torture.fault;

import dev.changeover.torture.world.Surroundings;
import dev.changeover.torture.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** One kind of fault. Used by one thread; holds nothing between two rounds. */
public sealed interface Fault
        permits CrashPoint,
                FullDisk,
                LargeTransaction,
                LostWal,
                NetworkFault,
                Outage,
                PausedSink,
                Poison,
                ProcessKill,
                Rebalance,
                SchemaChange,
                TargetSchemaChange,
                WrongClock {
    /** As {@code --faults} spells it; never changes. */
    String name();

    /** One line for people. */
    String description();

    /** What this machine would need to have, if it cannot strike here. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Whether a round needs databases that nothing was migrated to yet: the fault itself starts the stages and strikes in their first start. */
    default boolean needsFreshWorld() {
        return false;
    }

    /** What must be there for it to strike. */
    default Surroundings surroundings() {
        return Surroundings.PLAIN;
    }

    /** How long a recovery, or the drain at the end, may take until it counts as none. */
    default Duration patience() {
        return Duration.ofMinutes(2);
    }

    /** Strikes as often as a round wants it, while both applications work, and heals what would not heal by itself. */
    void strike(Arena arena) throws InterruptedException, SQLException;

    /** Takes back what it wrote, so that the next round is as small as this one was. After the judgement. */
    default void withdraw(World world) {}
}
