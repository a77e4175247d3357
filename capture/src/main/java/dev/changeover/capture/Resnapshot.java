package dev.changeover.capture;

import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.broker.BrokerAway;
import dev.changeover.capture.broker.KafkaOutbox;
import dev.changeover.capture.broker.Outbox;
import dev.changeover.capture.generation.StateStore;
import dev.changeover.contract.stage.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for a new snapshot: the next start of capture drops its slot and begins the next generation. */
public final class Resnapshot {
    private static final Logger LOG = LoggerFactory.getLogger(Resnapshot.class);

    private Resnapshot() {}

    /**
     * Leaves the request in Kafka, where it stays until a start of capture has begun the generation. A capture that is
     * running goes on as it is.
     *
     * @throws ProblemException when the broker does not answer or capture's topics are
     *     missing
     */
    public static void request(String bootstrapServers, int partitions) {
        try (Outbox outbox = new KafkaOutbox(bootstrapServers)) {
            new Broker(bootstrapServers).requireTopics(partitions);
            new StateStore(outbox).requestResnapshot();
            LOG.atInfo().log("a new snapshot is asked for");
        } catch (BrokerAway away) {
            throw new ProblemException(away.problem(), away);
        }
    }
}
