package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetIndexes;
import java.sql.SQLException;
import java.time.Duration;

/** The index that finds the target's users by identity. Without it each batch with new users reads all emails of the target. */
public final class IdentityIndex {
    private IdentityIndex() {}

    /** Makes the index without blocking writers, unless it is there and valid; as {@link TargetIndexes#ensure(TargetDatabase, Duration)}. */
    public static void ensure(TargetDatabase target, Duration patience) throws SQLException, InterruptedException {
        TargetIndexes.ensure(
                target, patience, MigrationPlan.USERS, "identity", TargetUsers.IDENTITY_KEY.formatted("email"));
    }
}
