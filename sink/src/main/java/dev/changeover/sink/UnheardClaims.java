package dev.changeover.sink;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.sink.apply.UnheardUsers;
import dev.changeover.sink.target.TargetDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether V1 still has the users that no document speaks of. Safe for any thread. */
final class UnheardClaims {
    private static final Logger LOG = LoggerFactory.getLogger(UnheardClaims.class);
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private final TargetDatabase database;
    private final DatabaseAddress v1;
    private final StageCondition condition;

    UnheardClaims(TargetDatabase database, DatabaseAddress v1, StageCondition condition) {
        this.database = database;
        this.v1 = v1;
        this.condition = condition;
    }

    void run() throws InterruptedException {
        while (!condition.isStopping()) {
            condition.pause(BETWEEN);
            settle();
        }
    }

    /** Does nothing while one of the databases is away: the claims stay until the next look. */
    void settle() {
        try (Connection source = DriverManager.getConnection(v1.jdbcUrl(), SourceReading.quick(v1));
                Connection target = database.connection()) {
            TargetDatabase.begin(target);
            int settled = UnheardUsers.settle(target, source);
            if (settled > 0) {
                LOG.atInfo().addKeyValue("users", settled).log("V1 deleted users before anything was heard of them");
            }
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("sqlState", e.getSQLState()).log("claims could not be compared with V1");
        }
    }
}
