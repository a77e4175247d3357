package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Stage;
import dev.changeover.sink.Selection;
import java.util.Locale;

/** One stage in a process of its own, on a broker that it shares with the others. */
public enum SingleStage {
    CAPTURE,
    TRANSFORM,
    SINK,
    VERIFIER;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it writes to a database or to topics. */
    public boolean changesSomething() {
        return this != VERIFIER;
    }

    /**
     * Starts the stage; one that changes something makes the topics that are absent.
     *
     * @throws dev.changeover.contract.stage.ProblemException when it cannot run
     */
    public Stage start(Configuration configuration) {
        try (KafkaPlace kafka = KafkaPlace.attach(configuration)) {
            String bootstrapServers = kafka.bootstrapServers();
            if (changesSomething()) {
                Pipeline.ensureTopics(configuration, bootstrapServers);
            } else {
                TopicsOfOthers.require(configuration, bootstrapServers);
            }
            return switch (this) {
                case CAPTURE -> Stages.capture(configuration, bootstrapServers);
                case TRANSFORM -> Stages.transform(configuration, bootstrapServers);
                case SINK -> {
                    Preconditions.checkTarget(configuration);
                    new WayBack(configuration).beforeFirstWrite();
                    yield Stages.sink(configuration, bootstrapServers, new Selection.All());
                }
                case VERIFIER -> Stages.verifier(configuration, bootstrapServers);
            };
        }
    }
}
