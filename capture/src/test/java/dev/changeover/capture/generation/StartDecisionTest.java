package dev.changeover.capture.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.capture.source.SlotFacts;
import dev.changeover.capture.source.SourceIdentity;
import dev.changeover.capture.source.SourceShape;
import dev.changeover.contract.stage.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartDecisionTest {
    private static final SourceIdentity V1 = new SourceIdentity("7001", "00000001", "v1");
    private static final SourceShape SHAPE = shape(4, "700", 1600);
    private static final CaptureState COMPLETE = new CaptureState(3, true, V1, "changeover");
    private static final CaptureState UNFINISHED = new CaptureState(3, false, V1, "changeover");

    @Test
    void theFirstStartTakesTheFirstSnapshot() {
        assertThat(decide(null, 0, false, V1, null)).isEqualTo(new StartDecision.NewGeneration(1, false));
    }

    @Test
    void aSlotThatThisKafkaDoesNotKnowIsRefusedAndNotDropped() {
        assertRefusal(decide(null, 0, false, V1, slotAt(100)), "knows nothing", "capture resnapshot");
    }

    @Test
    void aCompleteGenerationGoesOnAtTheSlotsPosition() {
        assertThat(decide(COMPLETE, 120, false, V1, slotAt(100))).isEqualTo(new StartDecision.Resume(3, 100));
    }

    @Test
    void anUnfinishedSnapshotIsNeverContinued() {
        assertThat(decide(UNFINISHED, 0, false, V1, slotAt(100))).isEqualTo(new StartDecision.NewGeneration(4, true));
        assertThat(decide(UNFINISHED, 0, false, V1, null)).isEqualTo(new StartDecision.NewGeneration(4, false));
    }

    @Test
    void aSlotThatIsGoneIsNotMadeAgainSilently() {
        assertRefusal(decide(COMPLETE, 120, false, V1, null), "gone", "capture resnapshot");
    }

    @Test
    void aSlotAheadOfWhatCaptureConfirmedWasMovedBySomebody() {
        assertRefusal(decide(COMPLETE, 120, false, V1, slotAt(121)), "ahead", "capture resnapshot");
    }

    @Test
    void aSlotThatLostItsWalIsRefused() {
        SlotFacts lost = new SlotFacts("pgoutput", "v1", 0, 100, true);

        assertRefusal(decide(COMPLETE, 120, false, V1, lost), "lost", "capture resnapshot");
    }

    @Test
    void anotherServerOrTimelineIsRefused() {
        SourceIdentity restored = new SourceIdentity("7002", "00000001", "v1");
        SourceIdentity promoted = new SourceIdentity("7001", "00000002", "v1");

        assertRefusal(decide(COMPLETE, 120, false, restored, slotAt(100)), "not the server", "capture resnapshot");
        assertRefusal(decide(COMPLETE, 120, false, promoted, slotAt(100)), "not the server", "capture resnapshot");
    }

    @Test
    void aSlotInUseIsNeverTakenNotEvenForANewSnapshot() {
        SlotFacts active = new SlotFacts("pgoutput", "v1", 4711, 100, false);

        StartDecision decision = decide(COMPLETE, 120, true, V1, active);

        assertThat(decision).isInstanceOf(StartDecision.Busy.class);
        Problem problem = ((StartDecision.Busy) decision).problem();
        assertThat(problem.what()).contains("4711");
        assertThat(problem.remedy()).contains("stop the other capture").contains("wal_sender_timeout");
    }

    @Test
    void aLostOffsetStoreReplaysFromTheSlot() {
        var lost = new StateStore.Remembered(
                Optional.of(COMPLETE), OptionalLong.empty(), false, Optional.empty(), 3, Optional.of(SHAPE));

        assertThat(decide(lost, V1, slotAt(100))).isEqualTo(new StartDecision.Resume(3, 100));
    }

    @Test
    void aLostStateNeverGivesAGenerationsNumberAgain() {
        var lost = new StateStore.Remembered(
                Optional.empty(), OptionalLong.empty(), false, Optional.empty(), 3, Optional.of(SHAPE));

        assertThat(decide(lost, V1, null)).isEqualTo(new StartDecision.NewGeneration(4, false));
    }

    @Test
    void changesThatAreMissingNeedANewSnapshotWhateverWasPutRight() {
        Optional<String> gap = Optional.of("the publication was changed");
        var missing = new StateStore.Remembered(
                Optional.of(COMPLETE), OptionalLong.of(120), false, gap, 3, Optional.of(SHAPE));
        var asked = new StateStore.Remembered(
                Optional.of(COMPLETE), OptionalLong.of(120), true, gap, 3, Optional.of(SHAPE));

        assertRefusal(decide(missing, V1, slotAt(100)), "missing", "capture resnapshot");
        assertThat(decide(asked, V1, slotAt(100))).isEqualTo(new StartDecision.NewGeneration(4, true));
    }

    @Test
    void aSchemaChangeThatGivesRowsOtherValuesNeedsANewSnapshot() {
        assertRefusal(afterShape(shape(5, "700", 1600)), "missing", "capture resnapshot"); // dropped and added again
        assertRefusal(afterShape(shape(4, "701", 1601)), "missing", "capture resnapshot"); // another type, or USING
        assertThat(afterShape(shape(4, "701", 1600))).as("SET DEFAULT").isInstanceOf(StartDecision.Resume.class);
        assertThat(afterShape(shape(4, "700", 1601))).as("VACUUM FULL").isInstanceOf(StartDecision.Resume.class);
        assertThat(afterShape(new SourceShape(Map.of())))
                .as("a column that is missing is found by what needs it")
                .isInstanceOf(StartDecision.Resume.class);
    }

    @Test
    void aColumnThatWasMissingAtALookAndCameBackAnewIsStillAGap() {
        SourceShape withoutIt = SHAPE.updatedBy(new SourceShape(Map.of()));

        assertThat(withoutIt.rewrittenIn(shape(5, "701", 1600))).isPresent();
    }

    private static StartDecision afterShape(SourceShape now) {
        var remembered = new StateStore.Remembered(
                Optional.of(COMPLETE), OptionalLong.of(120), false, Optional.empty(), 3, Optional.of(SHAPE));
        return StartDecision.of(new StartDecision.Facts(remembered, V1, now, "changeover", Optional.of(slotAt(100))));
    }

    private static SourceShape shape(int number, String written, long file) {
        return new SourceShape(
                Map.of("public.users.email", new SourceShape.Column(number, "text", false, written, file)));
    }

    @Test
    void aSlotOfAnotherPluginOrDatabaseIsNeverDropped() {
        SlotFacts foreign = new SlotFacts("wal2json", "v1", 0, 100, false);

        assertRefusal(decide(UNFINISHED, 0, true, V1, foreign), "not capture's", "capture.slot");
    }

    @Test
    void anOrderedSnapshotReplacesAnything() {
        SourceIdentity restored = new SourceIdentity("7002", "00000001", "v1");

        assertThat(decide(COMPLETE, 120, true, V1, slotAt(999))).isEqualTo(new StartDecision.NewGeneration(4, true));
        assertThat(decide(COMPLETE, 120, true, restored, null)).isEqualTo(new StartDecision.NewGeneration(4, false));
        assertThat(decide(null, 0, true, V1, slotAt(1))).isEqualTo(new StartDecision.NewGeneration(1, true));
    }

    @Test
    void underAnotherNameTheFormerSlotIsDroppedAndNobodyElsesIs() {
        CaptureState former = new CaptureState(3, true, V1, "former");
        SourceIdentity restored = new SourceIdentity("7002", "00000001", "v1");

        assertRefusal(decide(former, 120, false, V1, null), "ran with the slot 'former'", "capture resnapshot");
        assertThat(decide(former, 120, true, V1, null))
                .isEqualTo(new StartDecision.NewGeneration(4, false, Optional.of("former")));
        assertThat(decide(former, 120, true, restored, null)).isEqualTo(new StartDecision.NewGeneration(4, false));
        assertRefusal(decide(former, 120, true, V1, slotAt(1)), "not the one that capture ran with", "former name");
    }

    private static StartDecision decide(
            @Nullable CaptureState state,
            long confirmed,
            boolean resnapshot,
            SourceIdentity source,
            @Nullable SlotFacts slot) {
        return decide(
                new StateStore.Remembered(
                        Optional.ofNullable(state),
                        OptionalLong.of(confirmed),
                        resnapshot,
                        Optional.empty(),
                        0,
                        Optional.of(SHAPE)),
                source,
                slot);
    }

    private static StartDecision decide(
            StateStore.Remembered remembered, SourceIdentity source, @Nullable SlotFacts slot) {
        return StartDecision.of(
                new StartDecision.Facts(remembered, source, SHAPE, "changeover", Optional.ofNullable(slot)));
    }

    private static SlotFacts slotAt(long confirmed) {
        return new SlotFacts("pgoutput", "v1", 0, confirmed, false);
    }

    private static void assertRefusal(StartDecision decision, String what, String remedy) {
        assertThat(decision).isInstanceOf(StartDecision.Refuse.class);
        Problem problem = ((StartDecision.Refuse) decision).problem();
        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.what()).contains(what);
        assertThat(problem.remedy()).contains(remedy);
    }
}
