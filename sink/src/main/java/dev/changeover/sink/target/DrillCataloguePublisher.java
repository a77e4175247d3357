package dev.changeover.sink.target;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Keeps the catalogue topic equal to the target's drills, from a thread of its own, until closed. */
public final class DrillCataloguePublisher implements AutoCloseable {

    /**
     * Publishes the catalogue once, then looks for changes from a daemon thread.
     *
     * @param producerSettings the broker's address and security; the rest is set here
     * @throws dev.changeover.contract.stage.ProblemException if the catalogue cannot be read or published the first time
     */
    public static DrillCataloguePublisher start(
            TargetDatabase database,
            DrillCatalogueReader reader,
            TargetTopics topics,
            Map<String, Object> producerSettings,
            Duration interval) {
        throw new UnsupportedOperationException();
    }

    /** The version that the topic has. */
    public String publishedVersion() {
        throw new UnsupportedOperationException();
    }

    /** Why the last look failed; empty if it did not. The next look may succeed. */
    public Optional<Problem> problem() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
