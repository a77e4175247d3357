package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.cleanup.Cleanup;
import dev.changeover.cutover.cleanup.Kind;
import dev.changeover.cutover.cleanup.Remains;
import dev.changeover.cutover.cleanup.Taken;
import dev.changeover.cutover.cleanup.Thing;
import dev.changeover.local.StateDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The cleanup of a configured environment, while nobody else has its state directory. Confined to one thread. */
public final class TakingBack {
    /** What ended just now is seen by the servers for a while: a group's members for ten seconds. */
    private static final Duration ENDING = Duration.ofSeconds(15);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final Taken NOTHING = new Taken(false, false);

    private final Configuration configuration;
    private final Cleanup cleanup;
    private final Predicate<Duration> pause;

    /** @param pause waits for the given time, or less when it is told to stop, which it says then */
    public TakingBack(Configuration configuration, CleanupScope scope, Predicate<Duration> pause) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.cleanup = scope.cleanup(configuration);
        this.pause = requireNonNull(pause, "pause");
    }

    /** What there is, and what runs. Makes nothing. */
    public Remains look() {
        Remains found = cleanup.look();
        OptionalLong owner = StateDirectory.owner(configuration.stateDirectory());
        if (owner.isEmpty()) {
            return found;
        }
        List<String> running = new ArrayList<>(found.running());
        running.add(0, "process " + owner.getAsLong() + " uses the state directory: stop it");
        return new Remains(found.going(), found.staying(), running, found.lastEnvironment());
    }

    /**
     * Looks until nothing runs any more, for some seconds; empty if it is told to stop meanwhile.
     *
     * @throws ProblemException naming what runs, and how to stop it
     */
    public Optional<Remains> lookWhenQuiet() {
        if (StateDirectory.owner(configuration.stateDirectory()).isPresent()) {
            throw new ProblemException(KafkaPlace.ownedByAnother(configuration.stateDirectory()));
        }
        return quiet();
    }

    private Optional<Remains> quiet() {
        long deadline = System.nanoTime() + ENDING.toNanos();
        Remains found = cleanup.look();
        while (!found.running().isEmpty()) {
            if (pause.test(BETWEEN_LOOKS)) {
                return Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "Nothing was taken away: Changeover still runs",
                        String.join("; ", found.running()),
                        "then start cleanup again"));
            }
            found = cleanup.look();
        }
        return Optional.of(found);
    }

    /**
     * Takes away what goes, unless it is told to stop before a step.
     *
     * @param agreed what somebody has agreed to
     * @param removed is told each thing that is gone
     * @throws ProblemException before anything is taken away, if V1's slot is no longer to go, or to stay, as was agreed
     */
    public Taken run(Remains agreed, Consumer<Thing> removed) {
        Remains found = cleanup.look();
        boolean embeddedTopics = configuration.bootstrapServers().isEmpty()
                && !found.names(Kind.TOPIC).isEmpty();
        return embeddedTopics ? runWithBroker(agreed, removed) : runInDirectory(agreed, removed);
    }

    /** The embedded broker's files hold the other environment's topics too, so that only its own server can delete ours. */
    private Taken runWithBroker(Remains agreed, Consumer<Thing> removed) {
        try (KafkaPlace kafka = KafkaPlace.own(configuration)) {
            return quiet().map(found -> taken(agreed, found, Optional.of(kafka.bootstrapServers()), removed))
                    .orElse(NOTHING);
        }
    }

    private Taken taken(Remains agreed, Remains found, Optional<String> kafka, Consumer<Thing> removed) {
        requireAgreed(agreed, found);
        return cleanup.run(found, kafka, removed, () -> pause.test(Duration.ZERO));
    }

    private Taken runInDirectory(Remains agreed, Consumer<Thing> removed) {
        StateDirectory directory = KafkaPlace.ownDirectory(configuration);
        boolean forGood = false;
        try {
            Optional<Remains> found = quiet();
            if (found.isEmpty()) {
                return NOTHING;
            }
            Taken taken = taken(agreed, found.get(), configuration.bootstrapServers(), removed);
            forGood = taken.all() && found.get().lastEnvironment();
            return taken;
        } finally {
            if (forGood) {
                directory.closeForGood();
            } else {
                directory.close();
            }
        }
    }

    /** Whose the slot is may change while a person reads, and where it is asked may not answer each time. */
    private static void requireAgreed(Remains agreed, Remains found) {
        if (agreed.lastEnvironment() != found.lastEnvironment()
                || !agreed.names(Kind.SLOT).equals(found.names(Kind.SLOT))
                || !agreed.names(Kind.PUBLICATION).equals(found.names(Kind.PUBLICATION))) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Nothing was taken away",
                    "what becomes of V1's slot and publication is not what was shown and agreed to any more",
                    "start cleanup again, and read what it shows now"));
        }
    }
}
