package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.capture.source.SourceChecks;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V1's schema changes in mid-stream: right, or stopped with the reason, and after a new snapshot it goes on. */
class SchemaChangeIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private static CaptureWorld world;

    private Capture capture;

    @BeforeAll
    static void create() throws SQLException {
        world = CaptureWorld.create();
    }

    @AfterAll
    static void stop() throws SQLException {
        world.close();
    }

    @BeforeEach
    void takeANewSnapshot() {
        Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);
        capture = Capture.start(world.config());
        await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
    }

    @AfterEach
    void close() {
        capture.close();
    }

    @Test
    void aColumnThatIsAddedGoesOn() throws SQLException {
        world.sql("ALTER TABLE drill_groups ADD COLUMN colour varchar DEFAULT 'red'");
        world.sql("INSERT INTO drill_groups (id, name, colour) VALUES (1, 'n', 'blue')");
        long lsn = world.currentLsn();

        await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);

        assertThat(world.latest("drill_groups")).containsKey(1L);
        assertThat(capture.state()).isEqualTo(Stage.State.RUNNING);
    }

    @Test
    void aColumnThatIsDroppedStopsWithTheReasonAlsoAfterItCameBack() throws SQLException {
        world.sql("ALTER TABLE training_sessions DROP COLUMN total_duration");
        world.sql("INSERT INTO training_sessions (id) VALUES (1)");

        assertThat(failure().what())
                .contains("training_sessions.total_duration")
                .contains("dropped");

        capture.close();
        assertThat(refused().what()).contains("training_sessions.total_duration of V1 is missing");
        world.sql("ALTER TABLE training_sessions ADD COLUMN total_duration int");
        assertThat(refused().remedy()).as("what was written meanwhile lacks it").contains("capture resnapshot");
    }

    @Test
    void aColumnThatIsMadeAnewWithADefaultStopsWithTheReasonThoughNoRowIsWritten() throws SQLException {
        world.sql("ALTER TABLE drill_groups DROP COLUMN description, ADD COLUMN description varchar DEFAULT 'none'");

        assertThat(failure().why()).contains("drill_groups.description").contains("made anew");
        capture.close();
        assertThat(refused().remedy()).contains("capture resnapshot");
        takeANewSnapshot();
        assertThat(capture.state()).isEqualTo(Stage.State.RUNNING);
    }

    @Test
    void valuesThatARetypeComputesAnewWhileCaptureIsAwayAreAGap() throws SQLException {
        capture.close();
        world.sql("INSERT INTO session_preferences (id, duration) VALUES (7, 2)");
        world.sql("ALTER TABLE session_preferences ALTER COLUMN duration TYPE int USING duration * 60");

        assertThat(refused().why()).contains("session_preferences.duration").contains("another type");
        assertThat(refused().remedy()).contains("capture resnapshot");
    }

    @Test
    void keysThatARetypeComputesAnewAreAGap() throws SQLException {
        capture.close();
        world.sql("INSERT INTO saved_filters (id, name) VALUES (9, 'n')");
        world.sql("ALTER TABLE saved_filters ALTER COLUMN id TYPE int USING id + 1000");

        assertThat(refused().why()).contains("saved_filters.id");
    }

    @Test
    void aTableWithAColumnOfLaterDefaultThatIsWrittenAnewGoesOn() throws SQLException {
        world.sql("INSERT INTO drill_groups (id, name) VALUES (8, 'older than the column')");
        world.sql("ALTER TABLE drill_groups DROP COLUMN description, ADD COLUMN description varchar DEFAULT 'none'");
        capture.close();
        takeANewSnapshot();
        capture.close();
        world.sql("VACUUM FULL drill_groups");

        capture = Capture.start(world.config());

        await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
    }

    @Test
    void aDefaultAndATableThatIsWrittenAnewGoOn() throws SQLException {
        world.sql("ALTER TABLE training_sessions ALTER COLUMN total_duration SET DEFAULT 5");
        world.sql("VACUUM FULL completed_sessions");
        capture.close();

        capture = Capture.start(world.config());

        await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
    }

    @Test
    void aColumnThatIsRenamedStopsWithTheReason() throws SQLException {
        world.sql("ALTER TABLE saved_filters RENAME COLUMN saved_time TO minutes");
        world.sql("INSERT INTO saved_filters (id, minutes) VALUES (1, '10')");

        assertThat(failure().what()).contains("saved_filters.saved_time");
        world.sql("ALTER TABLE saved_filters RENAME COLUMN minutes TO saved_time");
    }

    @Test
    void aColumnThatIsRetypedStopsWithTheReason() throws SQLException {
        world.sql("ALTER TABLE ordered_session_drills ALTER COLUMN sets TYPE varchar");
        world.sql("INSERT INTO ordered_session_drills (id, sets) VALUES (1, 'three')");

        assertThat(failure().what() + failure().why()) // said by the row, or by whoever looks first
                .contains("ordered_session_drills.sets")
                .contains("changed to another type");
        world.sql("DELETE FROM ordered_session_drills");
        world.sql("ALTER TABLE ordered_session_drills ALTER COLUMN sets TYPE int USING sets::int");
    }

    @Test
    void aTableThatLosesItsKeyStopsWithTheReason() throws SQLException {
        world.sql("ALTER TABLE password_reset_codes DROP CONSTRAINT password_reset_codes_pkey");
        world.sql("INSERT INTO password_reset_codes (id, code) VALUES (1, 'c')");

        assertThat(failure().what()).contains("password_reset_codes").contains("primary key");
        world.sql("ALTER TABLE password_reset_codes ADD PRIMARY KEY (id)");
    }

    @Test
    void aTableThatIsRenamedStopsWithTheReasonAndWhatItMissedIsNotForgotten() throws SQLException {
        world.sql("ALTER TABLE refresh_tokens RENAME TO tokens");
        world.sql("INSERT INTO tokens (id, token) VALUES (1, 'missed')");

        Problem problem = failure();

        assertThat(problem.what()).contains("missing");
        assertThat(problem.why()).contains("public.refresh_tokens");
        capture.close();
        world.sql("ALTER TABLE tokens RENAME TO refresh_tokens");
        assertThat(refused().remedy()).contains("capture resnapshot");
        takeANewSnapshot();
        assertThat(Replay.of(world, "refresh_tokens", 0).rows()).isEqualTo(Replay.ofV1(world, "refresh_tokens"));
    }

    @Test
    void aPublicationThatIsDroppedWhileCaptureIsAwayIsAGap() throws SQLException {
        capture.close();
        world.sql("DROP PUBLICATION changeover");

        assertThat(refused().why()).contains("'changeover' was dropped");

        world.sql("CREATE PUBLICATION changeover FOR TABLE " + String.join(", ", SourceChecks.qualifiedTables()));
        assertThat(refused().remedy()).contains("capture resnapshot");
    }

    @Test
    void aRowFilterOnThePublicationWhileCaptureRunsIsAGap() throws SQLException {
        assumeThat(world.serverVersion()).as("row filters").isGreaterThanOrEqualTo(15);
        world.sql("ALTER PUBLICATION changeover SET TABLE "
                + String.join(", ", SourceChecks.qualifiedTables())
                        .replace("public.users", "public.users WHERE (id < 1000)"));

        assertThat(failure().why()).contains("leaves out rows");

        capture.close();
        world.sql("ALTER PUBLICATION changeover SET TABLE " + String.join(", ", SourceChecks.qualifiedTables()));
        assertThat(refused().remedy()).contains("capture resnapshot");
    }

    @Test
    void truncateStopsWithTheReasonAndTheNewSnapshotIsWithoutTheRows() throws SQLException {
        world.sql("INSERT INTO completed_sessions (id) VALUES (1)");
        world.sql("TRUNCATE completed_sessions");

        assertThat(failure().what()).contains("truncated");

        capture.close();
        takeANewSnapshot();
        int now = capture.status().generation();
        assertThat(Replay.of(world, "completed_sessions", now).rows()).isEmpty();
    }

    private Problem failure() {
        await().atMost(SOON).until(() -> capture.state() == Stage.State.FAILED);
        return capture.failure().orElseThrow();
    }

    private static Problem refused() {
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> Capture.start(world.config()).close());
        assertThat(refusal).as("capture started").isNotNull();
        return refusal.problem();
    }
}
