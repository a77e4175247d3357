package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.topics.TopicRemoval;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Takes back what was made for one environment, in steps that are each whole: ledger (archived before), indexes, V1, topics, state directory.
 * V1 goes before capture's topics, which tell a second run whose the slot is.
 * Interrupted anywhere, a second run finds and takes what is left. Confined to one thread.
 */
public final class Cleanup {
    private static final String LEFT_OUT = "it was left out; where it still is, it stays until somebody does this: ";
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(15);

    private final CleanupConfig config;
    private final LedgerHands ledger;
    private final CaptureTrace capture;
    private final Clock clock;
    private final StateRemains state;
    private final BrokerRemains broker;

    public Cleanup(CleanupConfig config, LedgerHands ledger, CaptureTrace capture, Clock clock) {
        this.config = requireNonNull(config, "config");
        this.ledger = requireNonNull(ledger, "ledger");
        this.capture = requireNonNull(capture, "capture");
        this.clock = requireNonNull(clock, "clock");
        this.state = new StateRemains(config.stateDirectory());
        this.broker = new BrokerRemains(new TopicChoice(config.environment()));
    }

    /**
     * What there is, and what becomes of it. Reads only.
     *
     * @throws ProblemException if a database or the broker cannot be asked, or the ledger is not this environment's
     */
    public Remains look() {
        if (config.withoutBroker() || config.bootstrapServers().isEmpty()) {
            return look(Optional.empty());
        }
        try (TopicRemoval topics = connect(config.bootstrapServers().get())) {
            return look(Optional.of(topics));
        }
    }

    private Remains look(Optional<TopicRemoval> kafka) {
        Inventory found = new Inventory();
        Set<String> topics = kafka.map(TopicRemoval::topics).orElseGet(this::topicsOnDisk);
        Optional<String> whyShared = new OtherEnvironment(config, capture).use(topics, state);
        lookAtTarget(found);
        lookAtV1(found, whyShared);
        if (kafka.isPresent()) {
            broker.look(found, kafka.get(), topics, whyShared);
        } else if (whyShared.isPresent()) { // else all of it goes with the broker's folder
            broker.look(found, topics, whyShared);
        }
        if (config.withoutBroker()) {
            found.stays(Kind.TOPIC, "changeover.*", LEFT_OUT + "delete its topics that begin with changeover");
        }
        state.look(found, new StateFate(config.environment(), config.withRollbackPoints()), whyShared);
        return found.remains(whyShared.isEmpty());
    }

    private Set<String> topicsOnDisk() {
        return config.withoutBroker() ? Set.of() : state.embeddedTopics();
    }

    private void lookAtTarget(Inventory found) {
        if (config.target().isPresent()) {
            new TargetRemains(config.target().get(), ledger).look(found);
            return;
        }
        found.stays(Kind.SCHEMA, TargetRemains.SCHEMA, LEFT_OUT + "DROP SCHEMA changeover CASCADE");
        found.stays(Kind.INDEX, "changeover_*", LEFT_OUT + "DROP INDEX for each of that name");
    }

    private void lookAtV1(Inventory found, Optional<String> whyShared) {
        if (config.v1().isPresent()) {
            new SourceRemains(config.v1().get(), config.slot(), config.publication())
                    .look(found, whyShared, config.otherIsUnknown());
            return;
        }
        found.stays(Kind.SLOT, config.slot(), LEFT_OUT + SourceRemains.dropSlot(config.slot()));
        found.stays(
                Kind.PUBLICATION, config.publication(), LEFT_OUT + SourceRemains.dropPublication(config.publication()));
    }

    /**
     * Takes away what goes. The caller sees to it that nothing of this environment runs or starts meanwhile.
     *
     * @param remains as {@link #look} told, with nothing running
     * @param kafka where the topics are, if any of them goes alone
     * @param removed is told each thing that is gone
     * @param stop asked before each step whether to leave it and the later ones
     * @throws ProblemException if a step is refused; the steps before it are done, and later ones are not begun
     */
    public Taken run(Remains remains, Optional<String> kafka, Consumer<Thing> removed, BooleanSupplier stop) {
        requireArchiveOutside(remains);
        AtomicBoolean archived = new AtomicBoolean();
        List<Runnable> steps = List.of(
                () -> archived.set(dropSchema(remains, removed)),
                () -> target().ifPresent(target -> target.dropIndexes(remains, removed)),
                () -> config.v1().ifPresent(v1 -> new SourceRemains(v1, config.slot(), config.publication())
                        .drop(remains, removed)),
                () -> dropTopics(remains, kafka, removed),
                () -> deleteState(remains, removed));
        for (Runnable step : steps) {
            if (stop.getAsBoolean()) {
                return new Taken(archived.get(), false);
            }
            step.run();
        }
        return new Taken(archived.get(), true);
    }

    private Optional<TargetRemains> target() {
        return config.target().map(address -> new TargetRemains(address, ledger));
    }

    /** Returns whether an archive was written. */
    private boolean dropSchema(Remains remains, Consumer<Thing> removed) {
        Optional<TargetRemains> target = target();
        if (target.isEmpty() || remains.names(Kind.SCHEMA).isEmpty()) {
            return false;
        }
        boolean archived = target.get().dropSchema(config.archive(), config.environment(), clock.instant());
        tell(remains, Kind.SCHEMA, removed);
        return archived;
    }

    private void dropTopics(Remains remains, Optional<String> kafka, Consumer<Thing> removed) {
        boolean topics = !remains.names(Kind.TOPIC).isEmpty()
                || !remains.names(Kind.CONSUMER_GROUP).isEmpty();
        if (topics && kafka.isPresent()) {
            try (TopicRemoval removal = connect(kafka.get())) {
                broker.delete(removal, remains, removed);
            }
            if (config.bootstrapServers().isEmpty()) {
                state.awaitNoTopics(new TopicChoice(config.environment()), BROKER_PATIENCE);
            }
        }
    }

    private void requireArchiveOutside(Remains remains) {
        for (String name : remains.names(Kind.STATE)) {
            if (config.archive().startsWith(config.stateDirectory().resolve(name))) {
                throw new ProblemException(new Problem(
                        Problem.Kind.USAGE,
                        "The archive " + config.archive() + " would be deleted too",
                        "it lies in " + name + " of the state directory, which goes",
                        "name a file outside of it with --archive"));
            }
        }
    }

    private void deleteState(Remains remains, Consumer<Thing> removed) {
        try {
            state.delete(remains, removed);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The state directory " + config.stateDirectory() + " could not be emptied",
                            e.getClass().getSimpleName(),
                            "let this user write there, and start cleanup again: databases and broker are done"),
                    e);
        }
    }

    private static void tell(Remains remains, Kind kind, Consumer<Thing> removed) {
        remains.going().stream().filter(each -> each.kind() == kind).forEach(removed);
    }

    private static TopicRemoval connect(String bootstrapServers) {
        return new TopicRemoval(bootstrapServers, BROKER_PATIENCE);
    }
}
