package dev.changeover.transform;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what a broker answers, but not for ever. */
public final class BrokerAnswers {
    /** For every answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private BrokerAnswers() {}

    /**
     * Waits for the answer.
     *
     * @throws ExecutionException when the broker says no
     * @throws ProblemException when it says nothing
     */
    public static <T> T await(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(e);
        }
    }

    /**
     * For a question to which no is not an expected answer.
     *
     * @param question after "could not"
     * @throws ProblemException when the broker says no, or nothing
     */
    public static <T> T awaitYes(KafkaFuture<T> answer, String question) {
        try {
            return await(answer);
        } catch (ExecutionException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The transform could not " + question,
                            "the broker answered " + e.getCause(),
                            "check that the broker is up and that this client may do it"),
                    e);
        }
    }

    private static ProblemException silent(Exception cause) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The transform cannot start",
                        "the broker did not answer within " + PATIENCE.toSeconds() + " s",
                        "check KAFKA_BOOTSTRAP_SERVERS, and that the broker is up"),
                cause);
    }
}
