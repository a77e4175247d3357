package dev.changeover.cutover.topics;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;

/** Waits for a broker's answers in bounded time, and says what became of a question that it did not answer. Safe for any thread. */
final class BrokerAnswers {
    private final String bootstrapServers;
    private final Duration timeout;
    private final String unlessItIsThere;

    /** @param timeout for every answer */
    BrokerAnswers(String bootstrapServers, Duration timeout) {
        this(bootstrapServers, timeout, "");
    }

    /** @param unlessItIsThere ends what to do about a broker that cannot be reached */
    BrokerAnswers(String bootstrapServers, Duration timeout, String unlessItIsThere) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.timeout = requireNonNull(timeout, "timeout");
        this.unlessItIsThere = requireNonNull(unlessItIsThere, "unlessItIsThere");
    }

    /** @throws ProblemException if there is none in time, or the broker refuses */
    <T> T to(String deed, KafkaFuture<T> asked) {
        try {
            return asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? unreachable(e)
                    : new ProblemException(refusal(deed, e.getCause() == null ? e : e.getCause()), e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits until it is done.
     *
     * @return the failure of the given type; empty if it is done
     * @throws ProblemException if there is no answer in time, or the broker refuses for another reason
     */
    <E extends ApiException> Optional<E> failure(Class<E> type, String deed, KafkaFuture<?> asked) {
        try {
            to(deed, asked);
            return Optional.empty();
        } catch (ProblemException e) {
            Throwable why = e.getCause() instanceof ExecutionException failed ? failed.getCause() : e.getCause();
            if (!type.isInstance(why) || why instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw e;
            }
            return Optional.of(type.cast(why));
        }
    }

    Problem refusal(String deed, Throwable why) {
        return new Problem(
                Problem.Kind.REFUSED,
                "Kafka at " + bootstrapServers + " refuses to " + deed,
                String.valueOf(why.getMessage()),
                "give the pipeline's user that right, or let an operator do it");
    }

    private ProblemException unreachable(Exception failure) {
        Problem problem = Brokers.unreachable(bootstrapServers, timeout);
        return new ProblemException(
                new Problem(problem.kind(), problem.what(), problem.why(), problem.remedy() + unlessItIsThere),
                failure);
    }

    static ProblemException interrupted(InterruptedException failure) {
        Thread.currentThread().interrupt();
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The broker was not asked everything",
                        "interrupted",
                        "start the command again"),
                failure);
    }
}
