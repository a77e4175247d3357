package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicSpec;
import dev.changeover.cutover.topics.TopicInspection;
import java.time.Duration;
import java.util.List;

/** The topics for a stage that makes none. */
final class TopicsOfOthers {
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(15);
    /** A pipeline that starts at the same time makes them meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private TopicsOfOthers() {}

    /**
     * Returns when all are there, and as they must be; waits some seconds for them.
     *
     * @throws ProblemException when they are not
     */
    static void require(Configuration configuration, String bootstrapServers) {
        List<TopicSpec> wanted = Pipeline.topics(configuration);
        try (TopicInspection inspection = new TopicInspection(bootstrapServers, BROKER_PATIENCE)) {
            requirePresent(inspection, wanted, configuration);
            inspection.differences(wanted).stream().findFirst().ifPresent(problem -> {
                throw new ProblemException(problem);
            });
        }
    }

    private static void requirePresent(
            TopicInspection inspection, List<TopicSpec> wanted, Configuration configuration) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> absent = inspection.absent(wanted);
        while (!absent.isEmpty()) {
            if (System.nanoTime() > deadline || !paused()) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "There is no pipeline for "
                                + configuration.environment().code() + " on this broker yet",
                        "the topic " + absent.get(0) + " is not there, and the verifier makes none",
                        "start capture, transform and sink first; or check KAFKA_BOOTSTRAP_SERVERS and --environment"));
            }
            absent = inspection.absent(wanted);
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
