package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A managed PostgreSQL: the role may replicate and read, and no more. */
class WithoutSuperuserIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void capturesOnceTheOwnerHasMadeThePublicationThatItAsksFor() throws SQLException {
        try (CaptureWorld world = CaptureWorld.create()) {
            world.sql("CREATE ROLE reader LOGIN REPLICATION PASSWORD 'x'");
            world.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
            CaptureConfig config = CaptureConfig.of(
                            reader(world.address()), world.bootstrapServers(), CaptureWorld.PARTITIONS)
                    .withTimes(Duration.ofMillis(200), Duration.ofMinutes(1));

            ProblemException refusal = catchThrowableOfType(
                    ProblemException.class, () -> Capture.start(config).close());
            String remedy = refusal.problem().remedy();
            world.sql(remedy.substring(remedy.indexOf("CREATE PUBLICATION")));
            try (Capture capture = Capture.start(config)) {
                world.sql("INSERT INTO users (first_name) VALUES ('x')");
                long lsn = world.currentLsn();
                await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);
            }

            assertThat(world.latest("users")).hasSize(1);
        }
    }

    private static DatabaseAddress reader(DatabaseAddress owner) {
        return new DatabaseAddress(owner.host(), owner.port(), owner.database(), "reader", new Secret("x"), Map.of());
    }
}
