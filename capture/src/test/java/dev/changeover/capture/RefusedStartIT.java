package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.changeover.capture.source.SourceChecks;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What capture refuses to start on, and that V1 is then as it was. */
class RefusedStartIT {
    private static CaptureWorld world;

    @BeforeAll
    static void create() throws SQLException {
        world = CaptureWorld.create(Map.of("max_replication_slots", "1"));
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @AfterEach
    void nothingIsLeftInV1() throws SQLException {
        assertThat(world.slots()).isEqualTo("0");
        assertThat(world.publications()).isEqualTo("0");
    }

    @Test
    void aTableWithoutAPrimaryKey() throws SQLException {
        world.sql("ALTER TABLE saved_filters DROP CONSTRAINT saved_filters_pkey");

        Problem problem = refused(world.config());

        world.sql("ALTER TABLE saved_filters ADD PRIMARY KEY (id)");
        assertThat(problem.what()).contains("public.saved_filters").contains("primary key");
    }

    @Test
    void aColumnOfAnotherType() throws SQLException {
        world.sql("ALTER TABLE completed_sessions ALTER COLUMN date TYPE timestamptz");

        Problem problem = refused(world.config());

        world.sql("ALTER TABLE completed_sessions ALTER COLUMN date TYPE timestamp");
        assertThat(problem.what()).contains("completed_sessions.date").contains("with time zone");
    }

    @Test
    void aReplicaIdentityUnderWhichV1WouldRefuseUpdates() throws SQLException {
        world.sql("ALTER TABLE drill_groups REPLICA IDENTITY NOTHING");

        Problem problem = refused(world.config());

        world.sql("ALTER TABLE drill_groups REPLICA IDENTITY DEFAULT");
        assertThat(problem.what()).contains("drill_groups").contains("replica identity");
    }

    @Test
    void anEncodingThatNobodyKnows() throws SQLException {
        world.sql("CREATE DATABASE raw TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'");

        Problem problem = refused(
                CaptureConfig.of(world.postgres().address("raw"), world.bootstrapServers(), CaptureWorld.PARTITIONS));

        assertThat(problem.why()).contains("SQL_ASCII");
    }

    @Test
    void aRoleThatMayNotReplicate() throws SQLException {
        world.sql("CREATE ROLE weak LOGIN PASSWORD 'weak'");

        Problem problem = refused(CaptureConfig.of(
                address("weak", world.address().database(), world.address().port()),
                world.bootstrapServers(),
                CaptureWorld.PARTITIONS));

        assertThat(problem.what()).contains("weak").contains("may not replicate");
        assertThat(problem.remedy()).contains("REPLICATION");
    }

    @Test
    void aDatabaseThatIsNotThere() {
        Problem problem = refused(CaptureConfig.of(
                address("postgres", "nowhere", world.address().port()),
                world.bootstrapServers(),
                CaptureWorld.PARTITIONS));

        assertThat(problem.why()).contains("no such database");
    }

    @Test
    void aServerThatDoesNotAnswer() {
        Problem problem = refused(
                CaptureConfig.of(address("postgres", "v1", 1), world.bootstrapServers(), CaptureWorld.PARTITIONS));

        assertThat(problem.what()).contains("V1 cannot be reached");
    }

    @Test
    void aBrokerThatDoesNotAnswer() {
        Problem problem = refused(CaptureConfig.of(world.address(), "localhost:1", CaptureWorld.PARTITIONS));

        assertThat(problem.what()).contains("localhost:1");
        assertThat(problem.remedy()).contains("KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void topicsWithAnotherNumberOfPartitions() {
        Problem problem = refused(CaptureConfig.of(world.address(), world.bootstrapServers(), 3));

        assertThat(problem.what()).contains("topics.partitions is 3");
    }

    @Test
    void aPublicationOfOtherTablesIsLeftAlone() throws SQLException {
        world.sql("CREATE PUBLICATION changeover FOR TABLE users");

        Problem problem = refused(world.config());

        assertThat(world.publications()).isEqualTo("1");
        world.sql("DROP PUBLICATION changeover");
        assertThat(problem.what()).contains("publication 'changeover'");
    }

    @Test
    void aPublicationOfSomeRowsOnlyIsRefusedForTheOthersWouldBeLost() throws SQLException {
        assumeThat(world.serverVersion()).as("row filters").isGreaterThanOrEqualTo(15);
        world.sql("CREATE PUBLICATION changeover FOR TABLE "
                + String.join(", ", SourceChecks.qualifiedTables())
                        .replace("public.users", "public.users WHERE (id < 1000)"));

        Problem problem = refused(world.config());

        world.sql("DROP PUBLICATION changeover");
        assertThat(problem.why()).contains("every row");
    }

    @Test
    void aSlotThatKafkaDoesNotKnowIsLeftAlone() throws SQLException {
        world.sql("SELECT pg_create_logical_replication_slot('changeover', 'pgoutput')");

        Problem problem = refused(world.config());

        assertThat(world.slots()).isEqualTo("1");
        world.sql("SELECT pg_drop_replication_slot('changeover')");
        assertThat(problem.remedy()).contains("capture resnapshot");
    }

    @Test
    void noSlotLeft() throws SQLException {
        world.sql("SELECT pg_create_physical_replication_slot('standby')");

        Problem problem = refused(world.config());

        world.sql("SELECT pg_drop_replication_slot('standby')");
        assertThat(problem.what()).contains("no replication slot left");
    }

    @Test
    void whatWasMadeInAStartThatFailsLaterIsGoneAgain() throws SQLException {
        try (CaptureWorld withoutSenders = CaptureWorld.create(Map.of("max_wal_senders", "0"))) {
            Problem problem = refused(withoutSenders.config());

            assertThat(problem.why()).contains("max_wal_senders");
            assertThat(withoutSenders.publications()).isEqualTo("0");
            assertThat(withoutSenders.slots()).isEqualTo("0");
        }
    }

    private static Problem refused(CaptureConfig config) {
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> Capture.start(config).close());
        assertThat(refusal).as("capture started").isNotNull();
        assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.REFUSED);
        return refusal.problem();
    }

    private static DatabaseAddress address(String user, String database, int port) {
        return new DatabaseAddress(world.address().host(), port, database, user, new Secret("weak"), Map.of());
    }
}
