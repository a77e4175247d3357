package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Environment;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.rollback.RollbackLedger;
import dev.changeover.sink.target.Epoch;
import dev.changeover.sink.target.LedgerReturn;
import dev.changeover.sink.target.TargetIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** The sink's hands on its ledger, for a rollback of the whole target. */
final class TargetLedger implements RollbackLedger {
    private final Environment environment;

    TargetLedger(Environment environment) {
        this.environment = requireNonNull(environment, "environment");
    }

    @Override
    public void require(Connection connection) throws SQLException {
        TargetIdentity.find(connection, environment.code());
    }

    @Override
    public long raiseEpoch(Connection connection) throws SQLException {
        return Epoch.raise(connection);
    }

    @Override
    public void putBack(Connection connection, PointManifest point, Map<String, String> tables) throws SQLException {
        LedgerReturn.to(connection, point.name(), point.createdAt(), tables);
    }
}
