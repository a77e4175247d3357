package dev.changeover.cutover.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.CaptureProgress.State;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainStepsTest {
    private static final TargetTopics NAMES = new TargetTopics("staging");
    private static final String USERS = SourceTopics.ofTable("users");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakePipeline pipeline = new FakePipeline();
    private final AtomicLong now = new AtomicLong();
    private final DrainSteps steps = new DrainSteps(100, pipeline, Leg.ofTarget(NAMES), PATIENCE, now::get);

    @Test
    void isPassedWhenEveryGroupHasCommittedWhatLiesBeforeThePosition() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(USERS, 7);
        pipeline.committed(NAMES.applicationId(), USERS, 7);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.Passed(100));
    }

    @Test
    void withoutCaptureOnlyTheTopicsCount() {
        DrainSteps ofTopics = new DrainSteps(0, pipeline, Leg.ofTarget(NAMES), PATIENCE, now::get).withoutCapture();
        pipeline.endOf(USERS, 7);
        pipeline.committed(NAMES.applicationId(), USERS, 4);

        assertThat(ofTopics.look()).isEqualTo(new DrainAnswer.NotYet("table topics", 3));
        pipeline.committed(NAMES.applicationId(), USERS, 7);
        assertThat(ofTopics.look()).isEqualTo(new DrainAnswer.Passed(0));
    }

    @Test
    void isNotPassedBeforeCaptureHasAcknowledgedThePosition() {
        pipeline.captureIs(State.STREAMING, 99);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("capture", -1));
    }

    @Test
    void isNotPassedWhileTheSnapshotRunsWhateverItsPosition() {
        pipeline.captureIs(State.SNAPSHOT, 1_000);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("snapshot", -1));
    }

    @Test
    void isNotPassedWhileRecordsLieBeforeTheEndThatWasTaken() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(USERS, 7);
        pipeline.committed(NAMES.applicationId(), USERS, 4);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("table topics", 3));
    }

    @Test
    void doesNotWaitForRecordsThatCameAfterTheEndWasTaken() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(USERS, 7);
        pipeline.committed(NAMES.applicationId(), USERS, 4);
        steps.look();

        pipeline.endOf(USERS, 50);
        pipeline.committed(NAMES.applicationId(), USERS, 7);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.Passed(100));
    }

    @Test
    void passesTransactionMarkersThatNobodyCommits() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(NAMES.documents(), 9);
        pipeline.committed(NAMES.sinkGroup(), NAMES.documents(), 8);
        pipeline.holdsOnlyMarkers(NAMES.documents());

        assertThat(steps.look()).isEqualTo(new DrainAnswer.Passed(100));
    }

    @Test
    void takesTheEndOfDocumentsOnlyWhenTheTopologyHasPassed() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(NAMES.byUser(), 5);
        pipeline.committed(NAMES.applicationId(), NAMES.byUser(), 2);
        steps.look();

        pipeline.committed(NAMES.applicationId(), NAMES.byUser(), 5);
        pipeline.endOf(NAMES.documents(), 3);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("documents", 3));
    }

    @Test
    void followsReleasesThatWriteFurtherReleases() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(NAMES.release(), 1);
        pipeline.committed(NAMES.applicationId(), NAMES.release(), 0);
        steps.look();

        pipeline.committed(NAMES.applicationId(), NAMES.release(), 1);
        pipeline.endOf(NAMES.release(), 2);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("release", 1));
    }

    @Test
    void followsReleasedUsersThroughTheirTopicAgain() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(NAMES.byUser(), 5);
        pipeline.committed(NAMES.applicationId(), NAMES.byUser(), 5);
        pipeline.endOf(NAMES.release(), 1);
        pipeline.committed(NAMES.applicationId(), NAMES.release(), 0);
        steps.look();

        pipeline.committed(NAMES.applicationId(), NAMES.release(), 1);
        pipeline.endOf(NAMES.byUser(), 9);

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("released users", 4));
    }

    @Test
    void isStalledWhenNothingMovesAndTheGroupIsEmpty() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(NAMES.documents(), 3);
        steps.look();

        now.addAndGet(PATIENCE.toNanos());

        assertThat(steps.look())
                .isInstanceOfSatisfying(DrainAnswer.Stalled.class, stalled -> assertThat(stalled.stage())
                        .isEqualTo("sink"));
    }

    @Test
    void isNotStalledWhileTheGroupHasMembers() {
        pipeline.captureIs(State.STREAMING, 100);
        pipeline.endOf(NAMES.documents(), 3);
        pipeline.membersOf(NAMES.sinkGroup(), 1);
        steps.look();

        now.addAndGet(PATIENCE.toNanos());

        assertThat(steps.look()).isEqualTo(new DrainAnswer.NotYet("documents", 3));
    }

    @Test
    void isStalledWhenCaptureTellsNothing() {
        steps.look();

        now.addAndGet(PATIENCE.toNanos());

        assertThat(steps.look())
                .isInstanceOfSatisfying(DrainAnswer.Stalled.class, stalled -> assertThat(stalled.stage())
                        .isEqualTo("capture"));
    }
}
