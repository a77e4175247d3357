package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.sink.Selection;
import dev.changeover.sink.Sink;

/**
 * A sink that only tries again what is due in quarantine, beside a pipeline that runs or alone. Uses the broker that is configured, or the
 * embedded one of whoever owns the state directory, or starts that. Safe beside any other sink: an entry is taken by one of
 * them.
 */
public final class RetryingSink implements AutoCloseable {
    private final KafkaPlace kafka;
    private final Sink sink;

    private RetryingSink(KafkaPlace kafka, Sink sink) {
        this.kafka = kafka;
        this.sink = sink;
    }

    /**
     * Starts to try.
     *
     * @throws ProblemException when it cannot run; nothing is left running then
     */
    public static RetryingSink start(Configuration configuration) {
        KafkaPlace kafka = KafkaPlace.any(configuration);
        boolean started = false;
        try {
            Sink sink = Stages.sink(configuration, kafka.bootstrapServers(), new Selection.OnlyRetries());
            started = true;
            return new RetryingSink(kafka, sink);
        } finally {
            if (!started) {
                kafka.close();
            }
        }
    }

    /**
     * Does nothing while it lives.
     *
     * @throws ProblemException with the reason why it failed
     */
    public void requireAlive() {
        if (sink.state() == Stage.State.FAILED) {
            throw new ProblemException(sink.failure()
                    .orElseGet(() -> new Problem(
                            Problem.Kind.UNEXPECTED,
                            "The sink ended by itself",
                            "it gave no reason",
                            "read the log file")));
        }
    }

    @Override
    public void close() {
        try {
            sink.close();
        } finally {
            kafka.close();
        }
    }
}
