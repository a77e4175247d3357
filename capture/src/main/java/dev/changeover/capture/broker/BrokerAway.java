package dev.changeover.capture.broker;

import dev.changeover.contract.stage.Problem;

/** The broker does not answer; it may later. Never leaves capture. */
public final class BrokerAway extends RuntimeException {
    private final String bootstrapServers;

    public BrokerAway(String bootstrapServers, Throwable cause) {
        super("The broker at " + bootstrapServers + " does not answer", cause);
        this.bootstrapServers = bootstrapServers;
    }

    /** For a person, should the broker stay away. */
    public Problem problem() {
        return new Problem(
                Problem.Kind.REFUSED,
                "The broker at " + bootstrapServers + " cannot be reached",
                "it does not answer",
                "start it, or check KAFKA_BOOTSTRAP_SERVERS");
    }
}
