package dev.changeover.capture.generation;

import dev.changeover.capture.source.SlotFacts;
import dev.changeover.capture.source.SourceIdentity;
import dev.changeover.capture.source.SourceShape;
import dev.changeover.contract.stage.Problem;
import java.util.Optional;
import java.util.OptionalLong;
import org.postgresql.replication.LogSequenceNumber;

/** How capture starts, from what Kafka and V1 say. */
public sealed interface StartDecision {
    String RESNAPSHOT = "Take a new snapshot with 'changeover capture resnapshot'; V2 keeps its ids";

    /**
     * A new snapshot.
     *
     * @param dropSlot a slot of this name is left over, and dropped first, so that V1 exports a consistent snapshot
     * @param formerSlot under which capture ran so far, if that was another: it would keep V1's log for nobody
     */
    record NewGeneration(int generation, boolean dropSlot, Optional<String> formerSlot) implements StartDecision {
        NewGeneration(int generation, boolean dropSlot) {
            this(generation, dropSlot, Optional.empty());
        }
    }

    /** Streaming goes on at the slot's position. */
    record Resume(int generation, long lsn) implements StartDecision {}

    /** Another server process uses the slot: another capture's, or the one of a capture that just ended. */
    record Busy(Problem problem) implements StartDecision {}

    /** Going on would lose changes, or take what belongs to somebody else. */
    record Refuse(Problem problem) implements StartDecision {}

    /** What is known at a start. */
    record Facts(
            StateStore.Remembered remembered,
            SourceIdentity source,
            SourceShape shape,
            String slotName,
            Optional<SlotFacts> slot) {}

    /** Only decides: nothing is changed anywhere. */
    static StartDecision of(Facts facts) {
        if (facts.slot().isPresent()) {
            SlotFacts slot = facts.slot().get();
            if (slot.activePid() != 0) {
                return new Busy(new Problem(
                        Problem.Kind.REFUSED,
                        "The slot '" + facts.slotName() + "' of V1 is in use by server process " + slot.activePid(),
                        "one slot feeds one capture",
                        "stop the other capture, or set capture.slot to a name of its own; if its machine is gone, V1"
                                + " notices after wal_sender_timeout"));
            }
            if (!slot.plugin().equals("pgoutput")
                    || !slot.database().equals(facts.source().database())) {
                return refuse(
                        "The slot '" + facts.slotName() + "' of V1 is not capture's",
                        "it uses " + slot.plugin() + " in the database " + slot.database(),
                        "set capture.slot to a name of its own");
            }
        }
        StateStore.Remembered remembered = facts.remembered();
        if (remembered.state().isPresent()
                && !remembered.state().get().slot().equals(facts.slotName())
                && facts.slot().isPresent()) {
            return refuse(
                    "V1 has a slot '" + facts.slotName()
                            + "', and it is not the one that capture ran with so far, which is '"
                            + remembered.state().get().slot() + "'",
                    "it belongs to somebody else, or to another run",
                    "set capture.slot to the former name, or to one that no slot of V1 has");
        }
        if (remembered.resnapshot() || remembered.state().isEmpty()) {
            return first(facts);
        }
        CaptureState state = remembered.state().get();
        if (!state.slot().equals(facts.slotName())) {
            return needsSnapshot(
                    "Capture ran with the slot '" + state.slot() + "' so far, and capture.slot is '" + facts.slotName()
                            + "' now",
                    "the new slot does not have what V1 wrote in between");
        }
        if (!state.source().equals(facts.source())) {
            return needsSnapshot(
                    "V1 is not the server that was captured so far",
                    "it was system " + state.source().systemIdentifier() + ", timeline "
                            + state.source().timeline() + ", database "
                            + state.source().database() + ", and is system "
                            + facts.source().systemIdentifier() + ", timeline "
                            + facts.source().timeline() + ", database "
                            + facts.source().database()
                            + ": after a fail-over or a restore, positions mean something else");
        }
        if (remembered.gap().isPresent()) {
            return new Refuse(missingChanges(remembered.gap().get()));
        }
        Optional<String> rewritten = remembered.shape().flatMap(shape -> shape.rewrittenIn(facts.shape()));
        if (state.complete() && rewritten.isPresent()) {
            return new Refuse(missingChanges(rewritten.get()));
        }
        return state.complete()
                ? resumed(facts, state)
                : new NewGeneration(state.generation() + 1, facts.slot().isPresent());
    }

    private static StartDecision first(Facts facts) {
        StateStore.Remembered remembered = facts.remembered();
        int last = remembered.state().map(CaptureState::generation).orElse(0);
        int next = Math.max(last, remembered.announced()) + 1; // the state may be lost, and what it wrote still there
        if (facts.slot().isPresent() && !remembered.resnapshot()) {
            return needsSnapshot(
                    "V1 has a slot '" + facts.slotName() + "', but this Kafka knows nothing of a capture",
                    "it was left by another run or belongs to somebody else");
        }
        Optional<String> former = remembered
                .state()
                .filter(state -> state.source().equals(facts.source()))
                .map(CaptureState::slot)
                .filter(slot -> !slot.equals(facts.slotName()));
        return new NewGeneration(next, facts.slot().isPresent(), former);
    }

    private static StartDecision resumed(Facts facts, CaptureState state) {
        if (facts.slot().isEmpty()) {
            return needsSnapshot(
                    "The slot '" + facts.slotName() + "' of V1 is gone",
                    "V1 no longer has what was written since capture stopped");
        }
        SlotFacts slot = facts.slot().get();
        if (slot.lost()) {
            return needsSnapshot(
                    "The slot '" + facts.slotName() + "' of V1 is lost",
                    "V1 removed WAL that it needed, because of max_slot_wal_keep_size");
        }
        // Without a remembered position nobody can say whether the slot was moved: what it stands for comes again.
        OptionalLong confirmed = facts.remembered().confirmedLsn();
        if (confirmed.isPresent() && slot.confirmedLsn() > confirmed.getAsLong()) {
            return needsSnapshot(
                    "The slot '" + facts.slotName() + "' of V1 is ahead of what capture confirmed",
                    "it is at " + text(slot.confirmedLsn()) + ", capture confirmed " + text(confirmed.getAsLong())
                            + ": somebody recreated or advanced it, and what lies between is lost");
        }
        return new Resume(state.generation(), slot.confirmedLsn());
    }

    /** Changes that V1 made will never come through the slot. */
    static Problem missingChanges(String why) {
        return new Problem(Problem.Kind.REFUSED, "Changes of V1 are missing in the topics", why, RESNAPSHOT);
    }

    private static Refuse needsSnapshot(String what, String why) {
        return refuse(what, why, RESNAPSHOT);
    }

    private static Refuse refuse(String what, String why, String remedy) {
        return new Refuse(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }

    private static String text(long lsn) {
        return LogSequenceNumber.valueOf(lsn).asString();
    }
}
