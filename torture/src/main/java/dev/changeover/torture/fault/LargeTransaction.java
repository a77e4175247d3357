package dev.changeover.torture.fault;

import dev.changeover.torture.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * V1 commits very many rows at once, and the stages have the heap that they always have. None may end; whoever commits after it has to
 * wait behind it, so that the time of its recovery says how fast the pipeline is, and no bar applies to it.
 */
record LargeTransaction(int rows) implements Fault {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The number, and one for those who wait for the answer. */
    static List<Fault> all() {
        return List.of(new LargeTransaction(200_000), new LargeTransaction(20_000));
    }

    @Override
    public String name() {
        return "memory:" + rows + "-rows";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT, "one transaction of %,d rows, with 256 MB of heap for each stage: none may end", rows);
    }

    @Override
    public Duration patience() {
        return LONGEST;
    }

    @Override
    public void strike(Arena arena) throws InterruptedException, SQLException {
        World world = arena.world();
        world.ownEnds(); // those before it are not its doing
        String all = "INSERT INTO password_reset_codes (user_id, code) SELECT u.id, 'memory ' || g || repeat(' ', 200)"
                + ManyRows.from(rows);
        try (Statements.Open transaction = Statements.Open.of(world.v1(), List.of(all))) {
            arena.strike("commit of " + rows + " rows", transaction::commit);
        }
        arena.requireRecovery();
        for (String end : world.ownEnds()) {
            arena.problem(end + " under a transaction of " + rows + " rows; read its log");
        }
    }

    @Override
    public void withdraw(World world) {
        Statements.run(world.v1(), "DELETE FROM password_reset_codes WHERE code LIKE 'memory %'");
    }
}
