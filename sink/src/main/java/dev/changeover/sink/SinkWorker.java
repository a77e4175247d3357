package dev.changeover.sink;

import dev.changeover.sink.apply.BatchResult;
import dev.changeover.sink.apply.DocumentApplier;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes batches off the topic and applies them, one after the other, until the sink stops. Confined to one thread. */
final class SinkWorker {
    private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);

    private final BatchReader reader;
    private final DocumentApplier applier;
    private final SinkLimits limits;
    private final SinkTally tally;
    private final LeftOutUsers leftOut;
    private final QuarantineReport report;
    private final StageCondition condition;
    private final Duration delay;
    private final boolean commits;
    private volatile Map<TopicPartition, Long> passed = Map.of();
    private boolean brokerAnswered = true;

    SinkWorker(
            BatchReader reader,
            DocumentApplier applier,
            SinkLimits limits,
            SinkTally tally,
            LeftOutUsers leftOut,
            QuarantineReport report,
            StageCondition condition,
            SinkConfig config) {
        this.reader = reader;
        this.applier = applier;
        this.limits = limits;
        this.tally = tally;
        this.leftOut = leftOut;
        this.report = report;
        this.condition = condition;
        this.delay = config.batchDelay();
        this.commits = config.selection() instanceof Selection.All;
    }

    /** Returns when the sink stops; a batch in hand is finished and committed first. */
    void run() throws InterruptedException {
        while (!condition.isStopping()) {
            DocumentBatch batch = reader.next();
            BatchResult result = applier.apply(batch.deliveries());
            tally.add(batch.size(), result);
            leftOut.add(batch.leftOut());
            report.publish(result);
            if (commits) {
                reader.commit();
            }
            passed = new HashMap<>(reader.passed());
            say(reader.brokerAnswers());
            limits.check(tally);
            if (!batch.isEmpty() && !delay.isZero()) {
                condition.pause(delay);
            }
        }
    }

    private void say(boolean brokerAnswers) {
        if (brokerAnswers == brokerAnswered) {
            return;
        }
        brokerAnswered = brokerAnswers;
        if (brokerAnswers) {
            LOG.atInfo().log("the broker answers again");
            condition.serving();
        } else {
            LOG.atWarn().log("the broker does not answer; the sink waits for it");
            condition.waiting(BrokerFailure.away());
        }
    }

    /** For each partition that this worker reads, the offset before which everything is applied; from any thread. */
    Map<TopicPartition, Long> passed() {
        return Map.copyOf(passed);
    }
}
