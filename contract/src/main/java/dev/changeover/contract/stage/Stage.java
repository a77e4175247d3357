package dev.changeover.contract.stage;

import java.util.Optional;

/**
 * A running part of the pipeline. Made running by its {@code start}, which throws {@link ProblemException} when it
 * cannot run and then leaves nothing behind. Every method may be called from any thread.
 */
public interface Stage extends AutoCloseable {
    /** What a stage is doing. */
    enum State {
        STARTING,
        RUNNING,
        /** It copes with something outside, for example a database that is away, and goes on by itself afterwards. */
        WAITING,
        STOPPED,
        /** It ended by itself; {@link #failure()} says why. It does no work any more and must be closed. */
        FAILED
    }

    /** One of {@code capture}, {@code transform}, {@code sink}, {@code verifier}. */
    String name();

    State state();

    /** What it waits for, or why it failed. */
    Optional<Problem> failure();

    /** Finishes the work in hand, commits it and stops, within ten seconds. Does nothing the second time. */
    @Override
    void close();
}
