package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.stage.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartDecisionTest {
    private static final SourceIdentity V1 = new SourceIdentity("7001", "00000001", "v1");
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
    void aSlotInUseIsRefusedEvenForANewSnapshot() {
        SlotFacts active = new SlotFacts("pgoutput", "v1", 4711, 100, false);

        assertRefusal(decide(COMPLETE, 120, true, V1, active), "4711", "stop the other capture");
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

    private static StartDecision decide(
            @org.jspecify.annotations.Nullable CaptureState state,
            long confirmed,
            boolean resnapshot,
            SourceIdentity source,
            @org.jspecify.annotations.Nullable SlotFacts slot) {
        return StartDecision.of(new StartDecision.Facts(
                Optional.ofNullable(state), confirmed, resnapshot, source, "changeover", Optional.ofNullable(slot)));
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
