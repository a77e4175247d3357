package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.SinkSection;
import dev.changeover.capture.Capture;
import dev.changeover.capture.CaptureConfig;
import dev.changeover.sink.FailureMode;
import dev.changeover.sink.Selection;
import dev.changeover.sink.Sink;
import dev.changeover.sink.SinkConfig;
import dev.changeover.transform.Transform;
import dev.changeover.transform.TransformConfig;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.continuous.ContinuousConfig;
import dev.changeover.verifier.continuous.ContinuousVerifier;
import java.nio.file.Path;

/** Starts each stage as the configuration says. */
final class Stages {
    private Stages() {}

    static Capture capture(Configuration configuration, String bootstrapServers) {
        return Capture.start(CaptureConfig.of(
                        configuration.databases().v1(), bootstrapServers, configuration.partitions())
                .withNames(
                        configuration.capture().slot(), configuration.capture().publication()));
    }

    static Transform transform(Configuration configuration, String bootstrapServers) {
        TransformConfig defaults = TransformConfig.of(
                bootstrapServers,
                configuration.targetTopics(),
                configuration.partitions(),
                stateOf("transform", configuration));
        return Transform.start(new TransformConfig(
                defaults.bootstrapServers(),
                defaults.topics(),
                defaults.partitions(),
                defaults.stateDirectory(),
                configuration.transformThreads(),
                defaults.commitInterval(),
                defaults.cacheBytes(),
                defaults.maxDocumentBytes()));
    }

    static Sink sink(Configuration configuration, String bootstrapServers, Selection selection) {
        SinkSection section = configuration.sink();
        return Sink.start(SinkConfig.of(
                        configuration.databases().v1(),
                        configuration.databases().target(configuration.environment()),
                        configuration.targetTopics(),
                        bootstrapServers,
                        configuration.partitions(),
                        stateOf("sink", configuration))
                .withThreads(section.threads())
                .withBatches(section.batchSize(), section.batchDelay())
                .withFailures(failureMode(section.failureMode()), section.maxErrors())
                .withTargetRules(section.createIndexes(), configuration.drills().overrides())
                .withSelection(selection));
    }

    static ContinuousVerifier verifier(Configuration configuration, String bootstrapServers) {
        return ContinuousVerifier.start(new ContinuousConfig(
                configuration.databases().v1(),
                configuration.databases().target(configuration.environment()),
                configuration.targetTopics(),
                bootstrapServers,
                configuration.drills().overrides(),
                VerifiedPosition.at(configuration, bootstrapServers),
                configuration.verifier().period(),
                configuration.verifier().maxRowsPerSecond(),
                Patience.usual()));
    }

    private static Path stateOf(String stage, Configuration configuration) {
        return configuration
                .stateDirectory()
                .resolve(stage + "-" + configuration.environment().code());
    }

    private static FailureMode failureMode(SinkSection.FailureMode mode) {
        return switch (mode) {
            case QUARANTINE -> FailureMode.QUARANTINE;
            case STOP -> FailureMode.STOP;
        };
    }
}
