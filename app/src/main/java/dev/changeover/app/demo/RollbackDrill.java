package dev.changeover.app.demo;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.OperatorTarget;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.undo.Undo;
import dev.changeover.sink.undo.UndoResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** Shows the way back: every migrated user becomes what it was before. */
final class RollbackDrill {
    private final DemoDatabases databases;
    private final StaleUsers users;
    private final Map<String, String> before;

    private RollbackDrill(DemoDatabases databases, StaleUsers users, Map<String, String> before) {
        this.databases = databases;
        this.users = users;
        this.before = before;
    }

    /** Remembers how the target's stale users are now. */
    static RollbackDrill prepare(DemoDatabases databases) throws SQLException {
        try (Connection v1 = databases.connectToV1();
                Connection v2 = databases.connectToV2()) {
            StaleUsers users = StaleUsers.find(v1, v2);
            return new RollbackDrill(databases, users, users.sums(v2));
        }
    }

    /** Whether all of them are as they were. No sink runs any more. */
    boolean run(Configuration configuration, Terminal terminal) throws SQLException {
        long started = System.nanoTime();
        UndoResult result;
        try (TargetDatabase target = OperatorTarget.openMigrated(configuration)) {
            Undo undo = new Undo(target);
            long epoch = undo.stopSinks(); // first, so that nobody is migrated after the list was made
            result = undo.run(undo.ofAll(), epoch, false, users -> {});
        }
        terminal.data(String.format(
                Locale.ROOT,
                "  %,d users are what they were, %,d removed again, %,d stay, in %.1f s",
                result.restored(),
                result.removed(),
                result.refused().size(),
                (System.nanoTime() - started) / 1e9));
        try (Connection v2 = databases.connectToV2()) {
            boolean same = users.sums(v2).equals(before);
            terminal.data("  their rows in " + before.size() + " tables: "
                    + (same ? "byte for byte as before the migration" : "NOT as before the migration"));
            return same && result.refused().isEmpty();
        }
    }
}
