package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalBrokerConfig;
import dev.changeover.local.StateDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The broker that a run uses, and the state directory that belongs to this process meanwhile. */
final class KafkaPlace implements AutoCloseable {
    private final @Nullable StateDirectory directory;
    private final @Nullable LocalBroker broker;
    private final String bootstrapServers;

    private KafkaPlace(@Nullable StateDirectory directory, @Nullable LocalBroker broker, String bootstrapServers) {
        this.directory = directory;
        this.broker = broker;
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
    }

    /**
     * Makes this process the owner of the state directory; starts the embedded broker there, unless another one is configured.
     *
     * @throws ProblemException when another process owns it
     */
    static KafkaPlace own(Configuration configuration) {
        Path path = configuration.stateDirectory();
        StateDirectory directory = ownDirectory(configuration);
        try {
            if (configuration.bootstrapServers().isPresent()) {
                return new KafkaPlace(
                        directory, null, configuration.bootstrapServers().get());
            }
            LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(path.resolve("broker"), 0));
            directory.announceBroker(broker.bootstrapServers());
            return new KafkaPlace(directory, broker, broker.bootstrapServers());
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Makes this process the owner of the state directory, and starts nothing there.
     *
     * @throws ProblemException when another process owns it
     */
    static StateDirectory ownDirectory(Configuration configuration) {
        Path path = configuration.stateDirectory();
        return StateDirectory.own(path).orElseThrow(() -> new ProblemException(ownedByAnother(path)));
    }

    /**
     * Uses the broker that is configured, or the embedded one of the process that owns the state directory.
     *
     * @throws ProblemException when there is neither
     */
    static KafkaPlace attach(Configuration configuration) {
        Optional<String> address =
                configuration.bootstrapServers().or(() -> StateDirectory.brokerAddress(configuration.stateDirectory()));
        return new KafkaPlace(
                null,
                null,
                address.orElseThrow(() -> new ProblemException(new Problem(
                        Problem.Kind.USAGE,
                        "There is no broker to attach to",
                        "KAFKA_BOOTSTRAP_SERVERS is not set, and no process owns " + configuration.stateDirectory(),
                        "set KAFKA_BOOTSTRAP_SERVERS; a stage of its own needs a broker of its own"))));
    }

    /**
     * Uses a broker that is there, the configured one or the embedded one of whoever owns the state directory; else starts that.
     *
     * @throws ProblemException when another process takes the state directory at the same moment
     */
    static KafkaPlace any(Configuration configuration) {
        boolean isServed = configuration.bootstrapServers().isPresent()
                || StateDirectory.brokerAddress(configuration.stateDirectory()).isPresent();
        return isServed ? attach(configuration) : own(configuration);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    static Problem ownedByAnother(Path path) {
        OptionalLong pid = StateDirectory.owner(path);
        return new Problem(
                Problem.Kind.REFUSED,
                "The state directory " + path + " is in use",
                pid.isPresent() ? "process " + pid.getAsLong() + " owns it" : "another process owns it",
                "wait until that process ends or stop it, or set CHANGEOVER_STATE_DIR to another directory");
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
        if (directory != null) {
            directory.close();
        }
    }
}
