package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker inside this process, on the loopback interface only. Its methods may be called from any thread. It
 * writes to the page cache as any broker does: what it acknowledged survives the process, not a power failure.
 */
public final class LocalBroker implements AutoCloseable {
    private final BrokerPorts ports;
    private final Tenure tenure;
    private @Nullable KafkaRaftServer server;

    private LocalBroker(BrokerPorts ports, AutoCloseable directory) {
        this.ports = ports;
        this.tenure = new Tenure("local-broker-exit", directory, this::close);
    }

    /** A broker in a temporary directory, which goes with it. */
    public static LocalBroker startTemporary() {
        TemporaryFolder folder = TemporaryFolder.create("broker");
        return started(new LocalBrokerConfig(folder.path(), 0), folder);
    }

    /**
     * A broker whose topics stay in the configured directory.
     *
     * @throws ProblemException if the directory is another broker's, or the port is taken
     */
    public static LocalBroker start(LocalBrokerConfig config) {
        return started(
                config,
                OwnerLock.takeFor(
                        "The embedded broker",
                        config.directory(),
                        "attach to its broker with KAFKA_BOOTSTRAP_SERVERS"));
    }

    private static LocalBroker started(LocalBrokerConfig config, AutoCloseable directory) {
        LocalBroker broker = new LocalBroker(BrokerPorts.choose(config.directory(), config.port()), directory);
        broker.tenure.begin(() -> broker.launch(config.directory().resolve("log")));
        return broker;
    }

    /** Where clients connect to: {@code host:port}. */
    public String bootstrapServers() {
        return ports.clientAddress();
    }

    /**
     * Creates the topics that do not exist yet, and returns when all of them can be written.
     *
     * @throws ProblemException if one exists with another number of partitions
     */
    public void createTopics(List<TopicSpec> topics) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            new TopicCreation(admin).ensure(topics);
        }
    }

    /** Stops the broker; a temporary one takes its topics along. Does nothing the second time. */
    @Override
    public synchronized void close() {
        tenure.end(this::stop);
    }

    private synchronized void launch(Path log) {
        Properties settings = BrokerSettings.of(log, ports);
        try {
            KafkaRaftServer starting = KafkaNode.of(settings);
            server = starting;
            starting.startup(); // returns when the controller has let the broker in, so its port is open
        } catch (Exception e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.UNEXPECTED,
                            "The embedded broker did not start on " + ports.clientAddress(),
                            String.valueOf(e.getMessage()),
                            "see that the port is free and the disk has room; if " + log
                                    + " is damaged, a new state directory starts afresh"),
                    e);
        }
    }

    private void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }
}
