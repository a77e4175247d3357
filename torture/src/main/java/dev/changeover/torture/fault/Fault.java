package dev.changeover.torture.fault;

import dev.changeover.torture.world.World;
import java.sql.SQLException;

/** One kind of fault. Used by one thread; holds nothing between two rounds. */
public sealed interface Fault permits ProcessKill {
    /** As {@code --faults} spells it; never changes. */
    String name();

    /** One line for people. */
    String description();

    /** Whether a round needs databases that nothing was migrated to yet: the fault strikes in the first start. */
    default boolean needsFreshWorld() {
        return false;
    }

    /** Makes the world's stages run, unless they do. */
    default void prepare(World world) {
        if (world.stages().isEmpty()) {
            world.startStages();
        }
    }

    /** Strikes as often as a round wants it, while both applications work; heals what would not heal by itself. */
    void strike(Arena arena) throws InterruptedException, SQLException;
}
