package dev.changeover.local;

import dev.changeover.contract.topic.TopicPlan;
import java.nio.file.Path;
import java.util.Properties;

/** The settings of the one node, broker and controller in one: each limit on purpose, small where nothing is gained. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    /** What a batch adds to its largest record. */
    private static final int BATCH_OVERHEAD_BYTES = 64 << 10;

    private BrokerSettings() {}

    static Properties of(Path log, BrokerPorts ports) {
        Properties settings = new Properties();
        topology(settings, log, ports);
        sizes(settings);
        internalTopics(settings);
        quickStartAndStop(settings);
        return settings;
    }

    private static void topology(Properties settings, Path log, BrokerPorts ports) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + ports.controllerAddress());
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put(
                "listeners",
                "PLAINTEXT://" + ports.clientAddress() + "," + CONTROLLER_LISTENER + "://" + ports.controllerAddress());
        settings.put("advertised.listeners", "PLAINTEXT://" + ports.clientAddress());
        settings.put("log.dirs", log.toString());
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
    }

    private static void sizes(Properties settings) {
        String largestBatch = Integer.toString(TopicPlan.MAX_RECORD_BYTES + BATCH_OVERHEAD_BYTES);
        settings.put("message.max.bytes", largestBatch);
        settings.put("replica.fetch.max.bytes", largestBatch);
        settings.put("fetch.max.bytes", largestBatch);
        settings.put("socket.request.max.bytes", Integer.toString(2 * TopicPlan.MAX_RECORD_BYTES));
        settings.put("log.segment.bytes", Integer.toString(128 << 20));
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        settings.put("log.cleaner.io.buffer.size", Integer.toString(1 << 20));
    }

    private static void internalTopics(Properties settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.partitions", "1");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("transaction.max.timeout.ms", "900000");
        // A producer that writes again while its last commit's markers are still being written waits here. After the
        // default of 100 ms it would be told to come again, and with it, as an error in the log, every batch behind.
        settings.put("add.partitions.to.txn.retry.backoff.max.ms", "5000");
        // The broker's own choice, said because less of it loses something. Transactions that ran out of time while the
        // broker was away are ended at the first of these intervals; one that is not let in again by then, which takes
        // four seconds after a kill, takes their partitions for deleted and tells them nothing.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000");
    }

    private static void quickStartAndStop(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("controller.quorum.election.timeout.ms", "200");
        // A controlled shutdown signs the broker off; one that was killed must be forgotten before it may come back.
        settings.put("controlled.shutdown.enable", "true");
        settings.put("broker.session.timeout.ms", "4000");
    }
}
