package dev.changeover.local;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker as a process of its own, on the loopback interface only, that can be killed, paused and started again at
 * the same address with the same log. It ends with the process that started it. Its methods may be called from any
 * thread. What it acknowledged survives {@link #kill()}, but no power failure.
 */
public final class BrokerProcess implements AutoCloseable {
    private final BrokerFiles files;
    private final BrokerPorts ports;
    private final Properties settings;
    private final Tenure tenure;
    private @Nullable BrokerRun run;

    private BrokerProcess(BrokerProcessConfig config, AutoCloseable directory) {
        this.files = new BrokerFiles(config.directory());
        this.ports = BrokerPorts.choose(config.directory(), config.port());
        this.settings = BrokerSettings.of(files.log(), ports);
        this.settings.putAll(config.settings());
        this.tenure = new Tenure("broker-process-exit", directory, this::close);
    }

    /** A broker in a temporary directory, which goes with it. */
    public static BrokerProcess startTemporary() {
        return startTemporary(Map.of());
    }

    /** As {@link #startTemporary()}, with settings of {@code server.properties} that win over ours. */
    public static BrokerProcess startTemporary(Map<String, String> settings) {
        TemporaryFolder folder = TemporaryFolder.create("broker");
        return started(new BrokerProcessConfig(folder.path(), 0, settings), folder);
    }

    /**
     * A broker whose topics stay in the configured directory. One that was left over there by a killed process is ended
     * first.
     *
     * @throws ProblemException if the directory is another broker's, or the broker does not start
     */
    public static BrokerProcess start(BrokerProcessConfig config) {
        return started(
                config, OwnerLock.takeFor("The broker's process", config.directory(), "choose another directory"));
    }

    private static BrokerProcess started(BrokerProcessConfig config, AutoCloseable directory) {
        LeftoverBroker.killIfAlive(config.directory());
        BrokerProcess broker = new BrokerProcess(config, directory);
        broker.tenure.begin(broker::launch);
        return broker;
    }

    /** Where clients connect to: {@code host:port}. The same after every restart. */
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

    /** What the broker prints. */
    public Path log() {
        return files.output();
    }

    /** The running process's number. */
    public synchronized long pid() {
        return running().pid();
    }

    /** False after a kill, and when the broker has given up by itself, as it does with a full disk. */
    public synchronized boolean isAlive() {
        return run != null && run.isAlive();
    }

    /** Ends the process as a crash would. Returns when it is gone; does nothing if it is gone. */
    public synchronized void kill() {
        if (run != null) {
            run.kill();
        }
    }

    /** Stops the broker in good order if it runs, and starts it again with the same log at the same address. */
    public synchronized void restart() {
        if (tenure.isOver()) {
            throw new IllegalStateException("The broker is closed");
        }
        stop();
        launch();
    }

    /** Holds the process: its connections stay open, and nobody answers. */
    public synchronized void pause() {
        ProcessSignal.PAUSE.send(running().pid());
    }

    /** Lets a paused process go on. */
    public synchronized void resume() {
        ProcessSignal.RESUME.send(running().pid());
    }

    /** Stops the broker, also a paused one; a temporary one takes its topics along. Does nothing the second time. */
    @Override
    public synchronized void close() {
        tenure.end(this::stop);
    }

    private synchronized void launch() {
        run = BrokerRun.start(files, settings);
    }

    private void stop() {
        if (run != null) {
            run.stop();
            run = null;
        }
    }

    private BrokerRun running() {
        if (run == null || !run.isAlive()) {
            throw new IllegalStateException("The broker does not run; restart it first");
        }
        return run;
    }
}
