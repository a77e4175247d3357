package dev.changeover.capture.generation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.broker.SnapshotAnnouncer;
import dev.changeover.capture.engine.RecordEncoder;
import dev.changeover.capture.engine.RecordForwarder;
import dev.changeover.capture.source.SlotFacts;
import dev.changeover.capture.source.SourceIdentity;
import dev.changeover.capture.source.SourceShape;
import dev.changeover.contract.topic.SourceTopics;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Any history of V1 with any crashes of capture: every version of every row arrives, in its key's order. The rule itself
 * is the production code: the forwarder, the generation, the state in Kafka, and the decision at a start.
 */
class RestartModelTest {
    private static final SourceIdentity V1 = new SourceIdentity("7001", "00000001", "v1");
    private static final SourceShape SHAPE = new SourceShape(Map.of());
    private static final long SLOT_AT_FIRST = 1000;

    /** One step of V1: a write of some keys at one LSN, a commit, or without keys and transaction a message of ours. */
    record Step(int transaction, List<Integer> keys) {}

    /** One life of capture: what V1 does before it, and how it ends. */
    record Life(List<Step> steps, int batch, int stepsUntilCrash, int arriving, boolean v1Hears) {}

    @Provide
    Arbitrary<List<Life>> lives() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3).list().ofMaxSize(3))
                .as(Step::new);
        return Combinators.combine(
                        step.list().ofMaxSize(12),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false))
                .as(Life::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 2000)
    void everyVersionArrivesInItsKeysOrder(@ForAll("lives") List<Life> lives) throws InterruptedException {
        assertThat(firstFault(lives, new ModelLog(false), new ModelBroker(false)))
                .isEmpty();
    }

    @Example
    void theModelCatchesMarkingBeforeTheBrokerAcknowledged() throws InterruptedException {
        assertThat(someHistoryFails(false, true)).isTrue();
    }

    @Example
    void theModelCatchesAPositionInsideATransaction() throws InterruptedException {
        assertThat(someHistoryFails(true, false)).isTrue();
    }

    private boolean someHistoryFails(boolean claimsTheCommitAtOnce, boolean acknowledgesWhatItDoesNotHave)
            throws InterruptedException {
        var histories = lives().generator(1000);
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            List<Life> lives = histories.next(random).value();
            ModelLog log = new ModelLog(claimsTheCommitAtOnce);
            if (firstFault(lives, log, new ModelBroker(acknowledgesWhatItDoesNotHave))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> firstFault(List<Life> lives, ModelLog log, ModelBroker broker)
            throws InterruptedException {
        new StateStore(broker).remember(new CaptureState(1, true, V1, "changeover"));
        new StateStore(broker).confirm(1, SLOT_AT_FIRST);
        broker.recover(2);
        long slot = SLOT_AT_FIRST;
        for (Life life : lives) {
            life.steps().forEach(step -> apply(step, log));
            broker.crashAfter(life.stepsUntilCrash());
            if (!resumes(slot, broker)) {
                return Optional.of("capture refuses to go on");
            }
            slot = live(life.batch(), life.v1Hears(), slot, log, broker);
            broker.recover(life.arriving());
        }
        log.commitAll();
        live(3, true, slot, log, broker);
        broker.recover(Integer.MAX_VALUE);
        return faultOf(broker, log);
    }

    private static void apply(Step step, ModelLog log) {
        if (!step.keys().isEmpty()) {
            log.write(step.transaction(), step.keys());
        } else if (step.transaction() == 3) {
            log.message();
        } else {
            log.commit(step.transaction());
        }
    }

    private static StateStore.Remembered remembered(ModelBroker broker) {
        return StateStore.Remembered.of(
                broker.latest(SourceTopics.STATE), broker.latest(SourceTopics.OFFSETS), Set.of("1"));
    }

    private static boolean resumes(long slot, ModelBroker broker) {
        Optional<SlotFacts> found = Optional.of(new SlotFacts("pgoutput", "v1", 0, slot, false));
        return StartDecision.of(new StartDecision.Facts(remembered(broker), V1, SHAPE, "changeover", found))
                .equals(new StartDecision.Resume(1, slot));
    }

    /** Returns where the slot stands when capture is gone, or has nothing left to do. */
    private static long live(int batch, boolean v1Hears, long slot, ModelLog log, ModelBroker broker)
            throws InterruptedException {
        ProgressReport progress = new ProgressReport(Clock.systemUTC());
        Generation generation = new Generation(
                remembered(broker).state().orElseThrow(),
                new StateStore(broker),
                new SnapshotAnnouncer(broker, new Broker("nowhere:1"), 1),
                progress);
        RecordForwarder forwarder = new RecordForwarder(
                generation, new RecordEncoder(1 << 20, 1), broker, progress, () -> slot, Duration.ZERO);
        Confirmations confirmations = new Confirmations(slot, v1Hears);
        List<SourceRecord> records = log.after(slot);
        try {
            for (int from = 0; from < records.size(); from += batch) {
                List<RecordChangeEvent<SourceRecord>> events =
                        records.subList(from, Math.min(from + batch, records.size())).stream()
                                .<RecordChangeEvent<SourceRecord>>map(each -> () -> each)
                                .toList();
                forwarder.handleBatch(events, confirmations);
            }
        } catch (ModelBroker.Crash crash) {
            return confirmations.slot;
        }
        return confirmations.slot;
    }

    private static Optional<String> faultOf(ModelBroker broker, ModelLog log) {
        Map<Integer, Integer> last = new TreeMap<>();
        for (var message : broker.of(ModelLog.TOPIC)) {
            String key = new String(message.key(), StandardCharsets.UTF_8);
            int id = Integer.parseInt(key.replaceAll("\\D", ""));
            String value = new String(message.value(), StandardCharsets.UTF_8);
            int version = Integer.parseInt(value.replaceAll(".*\"name\":\"v(\\d+)\".*", "$1"));
            if (version > last.getOrDefault(id, 0) + 1) {
                return Optional.of("key " + id + ": version " + version + " comes after " + last.get(id));
            }
            last.put(id, version);
        }
        return last.equals(log.versions())
                ? Optional.empty()
                : Optional.of("V1 has the versions " + log.versions() + ", the topic ends with " + last);
    }

    /** The connector as far as it matters here: it tells V1 the commit of the record that was marked last. */
    private static final class Confirmations
            implements DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> {
        private final boolean v1Hears;
        private long marked;
        private long slot;

        Confirmations(long slot, boolean v1Hears) {
            this.slot = slot;
            this.marked = slot;
            this.v1Hears = v1Hears;
        }

        @Override
        public void markProcessed(RecordChangeEvent<SourceRecord> event) {
            marked = (Long) requireNonNull(event.record().sourceOffset().get("lsn_commit"));
        }

        @Override
        public void markBatchFinished() {
            if (v1Hears) {
                slot = Math.max(slot, marked);
            }
        }

        @Override
        public void markProcessed(RecordChangeEvent<SourceRecord> event, DebeziumEngine.Offsets offsets) {
            throw new UnsupportedOperationException("capture marks records only");
        }

        @Override
        public DebeziumEngine.Offsets buildOffsets() {
            throw new UnsupportedOperationException("capture marks records only");
        }
    }
}
