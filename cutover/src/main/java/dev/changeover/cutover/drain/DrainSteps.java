package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.CaptureProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one position of V1 through the pipeline: capture first, then leg by leg. The end offsets of a leg are taken only once the leg
 * before it is passed, so that they are after all that the position causes. Confined to one thread.
 */
final class DrainSteps {
    private static final Logger LOG = LoggerFactory.getLogger(DrainSteps.class);

    private final long lsn;
    private final PipelineView view;
    private final List<Leg> legs;
    private final Duration patience;
    private final LongSupplier nanoClock;

    private boolean captured;
    private int passedLegs;
    private @Nullable Map<TopicPartition, Long> ends;
    private String lastSeen = "";
    private long lastMoved;

    /** @param patience how long nothing may move before an absent stage counts as dead */
    DrainSteps(long lsn, PipelineView view, List<Leg> legs, Duration patience, LongSupplier nanoClock) {
        this.lsn = lsn;
        this.view = requireNonNull(view, "view");
        this.legs = List.copyOf(legs);
        this.patience = requireNonNull(patience, "patience");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.lastMoved = nanoClock.getAsLong();
    }

    /** What lies in the topics now counts as captured: nobody asks how far capture is. */
    DrainSteps withoutCapture() {
        captured = true;
        return this;
    }

    /** Goes as far as it can and says where that is. */
    DrainAnswer look() {
        if (!captured) {
            Optional<DrainAnswer> waiting = capture();
            if (waiting.isPresent()) {
                return waiting.get();
            }
            captured = true;
        }
        while (passedLegs < legs.size()) {
            Optional<DrainAnswer> waiting = leg(legs.get(passedLegs));
            if (waiting.isPresent()) {
                return waiting.get();
            }
            LOG.atDebug()
                    .addKeyValue("leg", legs.get(passedLegs).name())
                    .addKeyValue("ends", ends)
                    .log("leg passed");
            passedLegs++;
            ends = null;
        }
        return new DrainAnswer.Passed(lsn);
    }

    private Optional<DrainAnswer> capture() {
        Optional<CaptureProgress> progress = view.captureProgress();
        boolean still = hasStoodStill("capture " + progress);
        if (progress.isEmpty() || progress.get().state() == CaptureProgress.State.STOPPED) {
            return Optional.of(
                    still
                            ? new DrainAnswer.Stalled("capture", "it has told no progress for " + words(patience))
                            : new DrainAnswer.NotYet("capture", -1));
        }
        return switch (progress.get().state()) {
            case SNAPSHOT -> Optional.of(new DrainAnswer.NotYet("snapshot", -1));
            case STREAMING ->
                progress.get().acknowledgedLsn() >= lsn
                        ? Optional.empty()
                        : Optional.of(new DrainAnswer.NotYet("capture", -1));
            case STARTING, STOPPED -> Optional.of(new DrainAnswer.NotYet("capture", -1));
        };
    }

    private Optional<DrainAnswer> leg(Leg leg) {
        Map<TopicPartition, Long> committed = view.committed(leg.group());
        if (ends == null || leg.feedsItself()) {
            // After the committed offsets: a record that the reading of another one wrote is then seen.
            ends = view.ends(leg.topics());
        }
        Map<TopicPartition, Long> behind = new HashMap<>();
        ends.forEach((partition, end) -> {
            long from = committed.getOrDefault(partition, 0L);
            if (from < end && view.look(partition, from, end) != PipelineView.Look.NOTHING) {
                behind.put(partition, end - from);
            }
        });
        if (behind.isEmpty()) {
            return Optional.empty();
        }
        long records = behind.values().stream().mapToLong(Long::longValue).sum();
        boolean still = hasStoodStill(leg.name() + committed);
        if (still && view.members(leg.group()) == 0) {
            return Optional.of(new DrainAnswer.Stalled(
                    leg.stage(), "nobody has read the " + leg.name() + " for " + words(patience)));
        }
        return Optional.of(new DrainAnswer.NotYet(leg.name(), records));
    }

    private boolean hasStoodStill(String seen) {
        long now = nanoClock.getAsLong();
        if (!seen.equals(lastSeen)) {
            lastSeen = seen;
            lastMoved = now;
        }
        return now - lastMoved >= patience.toNanos();
    }

    private static String words(Duration duration) {
        return duration.toSeconds() + " seconds";
    }
}
