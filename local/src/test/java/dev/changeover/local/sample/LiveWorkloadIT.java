package dev.changeover.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.local.fault.NetworkProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveWorkloadIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private LocalPostgres postgres;

    @BeforeEach
    void loadASmallSample() throws SQLException {
        postgres = LocalPostgres.startTemporary();
        postgres.createDatabase("v1");
        postgres.createDatabase("v2");
        try (Connection v1 = postgres.connect("v1");
                Connection v2 = postgres.connect("v2")) {
            Schemas.createV1(v1);
            Schemas.createV2(v2);
        }
        ReferenceData.load(postgres.address("v1"), postgres.address("v2"), ReferenceSize.ofUsers(100));
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void writesOnBothSidesWithoutAFailureAndFindsItsRowsAsItLeftThem() throws SQLException {
        int identitiesOnBothSides = identitiesOnBothSides();
        try (LiveWorkload workload = LiveWorkload.start(config(true))) {
            await().atMost(DEADLINE)
                    .until(() -> workload.report().v1().transactions() > 400
                            && workload.report().v2().transactions() > 400);

            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
            assertThat(workload.appleRowsChangedByOthers()).isEmpty();
            assertThat(workload.report().v1().failures()).isEmpty();
            assertThat(workload.report().v2().failures()).isEmpty();
            assertThat(workload.report().v1().signUps()).isPositive();
            assertThat(workload.report().v2().signUps()).isPositive();
            assertThat(identitiesOnBothSides()).isLessThanOrEqualTo(identitiesOnBothSides);
        }
    }

    @Test
    void noticesARowThatSomebodyElseChanged() throws SQLException {
        try (LiveWorkload workload = LiveWorkload.start(config(false))) {
            await().atMost(DEADLINE).until(() -> workload.report().v2().signUps() > 3);
            assertThat(workload.androidRowsChangedByOthers()).isEmpty();

            execute("v2", "UPDATE users SET hashed_password = '' WHERE id = (SELECT max(id) FROM users)");

            assertThat(workload.androidRowsChangedByOthers())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("users ");
        }
    }

    @Test
    void tellsAFenceFromAFailureAndCarriesOnAfterARestart() throws SQLException {
        try (LiveWorkload workload = LiveWorkload.start(config(false))) {
            await().atMost(DEADLINE).until(() -> workload.report().v1().transactions() > 10);
            execute("v1", "ALTER DATABASE v1 SET default_transaction_read_only = on");
            postgres.kill();
            postgres.restart();

            await().atMost(DEADLINE).until(() -> workload.report().v1().refused() > 10);
            long before = workload.report().v2().transactions();
            await().atMost(DEADLINE).until(() -> workload.report().v2().transactions() > before + 10);

            assertThat(workload.report().v2().failed()).isPositive();
            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
            assertThat(workload.appleRowsChangedByOthers()).isEmpty();
        }
    }

    @Test
    void countsCommitsApartWhoseReplyWasLostAndGoesOn() {
        try (NetworkProxy proxy = NetworkProxy.to(postgres.port());
                LiveWorkload workload = LiveWorkload.start(through(proxy))) {
            await().atMost(DEADLINE).until(() -> workload.report().v2().transactions() > 50);

            for (int lost = 1; lost <= 3; lost++) {
                proxy.dropReplyTo("COMMIT");
                long soFar = lost;
                await().atMost(DEADLINE).until(() -> workload.report().v2().unknown() == soFar);
            }
            long before = workload.report().v2().transactions();
            await().atMost(DEADLINE).until(() -> workload.report().v2().transactions() > before + 50);

            assertThat(proxy.struck()).isEqualTo(3);
            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
            assertThat(workload.report().v2().unknown()).isEqualTo(3);
            assertThat(workload.report().v2().failures()).isEmpty();
        }
    }

    @Test
    void goesOnWhenTheNetworkIsHealedAndFindsWhatWasAcknowledged() {
        try (NetworkProxy proxy = NetworkProxy.to(postgres.port());
                LiveWorkload workload = LiveWorkload.start(through(proxy))) {
            await().atMost(DEADLINE).until(() -> workload.report().v2().transactions() > 50);

            proxy.cut();
            await().atMost(DEADLINE).until(() -> workload.report().v2().failed() > 3);
            proxy.heal();
            long before = workload.report().v2().transactions();
            await().atMost(DEADLINE).until(() -> workload.report().v2().transactions() > before + 50);

            assertThat(proxy.struck()).isEqualTo(1);
            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
        }
    }

    private LiveWorkloadConfig config(boolean changesIdentities) {
        return new LiveWorkloadConfig(postgres.address("v1"), postgres.address("v2"), 150, 150, 7, changesIdentities);
    }

    /** The Android app's way to V2 is the proxy's. */
    private LiveWorkloadConfig through(NetworkProxy proxy) {
        DatabaseAddress v2 = postgres.address("v2");
        var broken =
                new DatabaseAddress(v2.host(), proxy.port(), v2.database(), v2.user(), v2.password(), v2.options());
        return new LiveWorkloadConfig(postgres.address("v1"), broken, 150, 150, 7, false);
    }

    private int identitiesOnBothSides() throws SQLException {
        List<String> v1 = emails("v1");
        v1.retainAll(emails("v2"));
        return v1.size();
    }

    private List<String> emails(String database) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT email FROM users WHERE email IS NOT NULL")) {
            List<String> found = new ArrayList<>();
            while (result.next()) {
                found.add(result.getString(1).toLowerCase(Locale.ROOT));
            }
            return found;
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
