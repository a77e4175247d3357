package dev.changeover.capture.engine;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a Debezium engine, on a thread of its own. Every method may be called from any thread. */
public final class EngineRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final CompletableFuture<Void> polling = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;

    private EngineRun(Properties settings, RecordForwarder forwarder) {
        engine = DebeziumEngine.create(ChangeEventFormat.of(io.debezium.embedded.Connect.class))
                .using(settings)
                .using(new DebeziumEngine.ConnectorCallback() {
                    @Override
                    public void pollingStarted() {
                        polling.complete(null);
                    }
                })
                .using((success, message, error) -> end(success ? null : error))
                .notifying(forwarder)
                .build();
        thread = new Thread(engine, "changeover-capture-engine");
        thread.setDaemon(true);
    }

    /** Starts the engine; it is not yet reading when this returns. */
    public static EngineRun start(Properties settings, RecordForwarder forwarder) {
        EngineRun run = new EngineRun(settings, forwarder);
        run.thread.start();
        return run;
    }

    /** An engine that ends before it polls says so there too, so that nobody waits for it in vain. */
    private void end(@Nullable Throwable error) {
        if (error == null) {
            polling.completeExceptionally(new IllegalStateException("The engine ended before it read anything"));
            ended.complete(null);
        } else {
            polling.completeExceptionally(error);
            ended.completeExceptionally(error);
        }
    }

    /**
     * Waits until the engine has its slot and reads.
     *
     * @throws ExecutionException why it ended before it read
     * @throws TimeoutException after this limit; the engine goes on
     */
    public void awaitPolling(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        polling.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the end; returns at once when the engine was closed, and throws why it died otherwise. */
    public void awaitEnd() throws InterruptedException, ExecutionException {
        ended.get();
    }

    /** Takes the engine for dead: whoever waits for its end hears this reason. It still has to be closed. */
    public void abandon(Exception reason) {
        ended.completeExceptionally(reason);
    }

    /** Ends the engine, and gives up on one that hangs in a dead connection: it can do no harm any more. */
    @Override
    public void close() {
        Thread closing = new Thread(this::closeEngine, "changeover-capture-engine-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_LIMIT.toMillis());
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.atWarn().log("the engine hangs; it ends when its connection does");
        }
    }

    private void closeEngine() {
        try {
            if (thread.isAlive()) {
                engine.close();
            }
        } catch (IOException | IllegalStateException alreadyDead) {
            LOG.atDebug().setCause(alreadyDead).log("the engine was dead before it was closed");
        }
    }
}
