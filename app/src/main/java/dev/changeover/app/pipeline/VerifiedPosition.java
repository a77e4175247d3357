package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.cutover.drain.Drain;
import dev.changeover.local.StateDirectory;
import dev.changeover.verifier.content.PipelinePosition;
import java.util.Optional;

/** The pipeline that a verification may ask, when one can be reached. */
public final class VerifiedPosition {
    private VerifiedPosition() {}

    /** Empty when there is no broker: then nothing moves, and a difference is a mismatch at once. */
    public static Optional<PipelinePosition> of(Configuration configuration) {
        return configuration
                .bootstrapServers()
                .or(() -> StateDirectory.owner(configuration.stateDirectory()).isPresent()
                        ? StateDirectory.brokerAddress(configuration.stateDirectory())
                        : Optional.empty())
                .map(broker -> at(configuration, broker));
    }

    /** Of the pipeline that works on this broker. */
    public static PipelinePosition at(Configuration configuration, String bootstrapServers) {
        return new PositionWithCatalogue(
                new DrainPosition(lsn -> Drain.towards(
                        lsn, bootstrapServers, configuration.databases().v1(), configuration.targetTopics())),
                configuration,
                bootstrapServers);
    }
}
