package dev.changeover.transform;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** Which death of a thread is survived. */
class ThreadRecoveryTest {
    private final List<Throwable> failures = new ArrayList<>();
    private long now;
    private final ThreadRecovery recovery = new ThreadRecovery(2, failures::add, () -> now);

    @Test
    void aThreadWhoseTransactionTheRestartedBrokerDoesNotKnowIsReplaced() {
        assertThat(recovery.handle(wrapped(new InvalidTxnStateException("invalid state"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(failures).isEmpty();
    }

    @Test
    void aThreadThatTheBrokerDoesNotAnswerIsReplaced() {
        assertThat(recovery.handle(wrapped(new TimeoutException("after 60000 ms"))))
                .isEqualTo(REPLACE_THREAD);
    }

    @Test
    void anythingElseEndsTheTopologyAndIsTold() {
        Throwable tooLarge = wrapped(new RecordTooLargeException("too large"));
        Throwable disk = wrapped(new ProcessorStateException("store rows", new TimeoutException("in time")));
        Throwable ours = new IllegalStateException("a rule");

        assertThat(List.of(recovery.handle(tooLarge), recovery.handle(disk), recovery.handle(ours)))
                .containsOnly(SHUTDOWN_CLIENT);
        assertThat(failures).containsExactly(tooLarge, disk, ours);
    }

    @Test
    void threadsThatDieAgainAndAgainEndTheTopology() {
        Throwable timeout = wrapped(new TimeoutException("after 60000 ms"));
        for (int i = 0; i < ThreadRecovery.REPLACEMENTS; i++) {
            assertThat(recovery.handle(timeout)).isEqualTo(REPLACE_THREAD);
        }
        assertThat(recovery.handle(timeout)).isEqualTo(SHUTDOWN_CLIENT);

        now += ThreadRecovery.WITHIN.toNanos() + 1;
        assertThat(recovery.handle(timeout)).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void anOutageThatCostsEachOfManyThreadsOnceIsSurvived() {
        int threads = 3 * ThreadRecovery.REPLACEMENTS;
        ThreadRecovery ofMany = new ThreadRecovery(threads, failures::add, () -> now);

        for (int i = 0; i < threads; i++) {
            assertThat(ofMany.handle(wrapped(new TimeoutException("after 60000 ms"))))
                    .isEqualTo(REPLACE_THREAD);
        }
    }

    private static Throwable wrapped(Exception cause) {
        return new StreamsException("Error encountered trying to commit a transaction", cause);
    }
}
