package dev.changeover.capture;

import dev.changeover.contract.stage.Problem;

/** The broker does not answer; it may later. Never leaves the package. */
final class BrokerAway extends RuntimeException {
    private final String bootstrapServers;

    BrokerAway(String bootstrapServers, Throwable cause) {
        super("The broker at " + bootstrapServers + " does not answer", cause);
        this.bootstrapServers = bootstrapServers;
    }

    Problem problem() {
        return new Problem(
                Problem.Kind.REFUSED,
                "The broker at " + bootstrapServers + " cannot be reached",
                "it does not answer",
                "start it, or check KAFKA_BOOTSTRAP_SERVERS");
    }
}
