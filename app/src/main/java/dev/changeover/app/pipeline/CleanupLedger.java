package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.cutover.cleanup.LedgerHands;
import dev.changeover.sink.target.Epoch;
import dev.changeover.sink.target.TargetIdentity;
import dev.changeover.sink.target.TargetIndexes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The sink's hands on its ledger and indexes, for a cleanup. */
final class CleanupLedger implements LedgerHands {
    private static final Duration INDEX_PATIENCE = Duration.ofMinutes(1);

    private final Optional<DatabaseAddress> target;
    private final String environment;

    /** @param target empty if it is left out: then none of this is asked for */
    CleanupLedger(Optional<DatabaseAddress> target, String environment) {
        this.target = requireNonNull(target, "target");
        this.environment = requireNonNull(environment, "environment");
    }

    @Override
    public void require(Connection connection) throws SQLException {
        TargetIdentity.find(connection, environment);
    }

    @Override
    public void fence(Connection connection) throws SQLException {
        if (TargetIdentity.find(connection, environment).isPresent()) { // else no sink has ever worked by it
            Epoch.raise(connection);
        }
    }

    @Override
    public void dropIndexes(List<String> names, Consumer<String> dropped) throws SQLException, InterruptedException {
        TargetIndexes.drop(target.orElseThrow(), INDEX_PATIENCE, names, dropped);
    }
}
