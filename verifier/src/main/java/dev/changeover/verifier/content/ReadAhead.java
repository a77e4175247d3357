package dev.changeover.verifier.content;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Takes items from a source in a thread of its own while others are worked on, up to a budget of memory: one item larger
 * than the budget still passes, alone. The source is used by that thread only; {@link #next()} and {@link #close()} are
 * for one other thread.
 */
final class ReadAhead<T> implements AutoCloseable {
    private static final int BUDGET = 8 << 20;

    /** An item, the end, or what was thrown and ended the source. */
    private record Handed<T>(Optional<T> item, int weight, Optional<Throwable> failure) {}

    private final BlockingQueue<Handed<T>> handed = new LinkedBlockingQueue<>();
    private final Semaphore budget = new Semaphore(BUDGET);
    private final Thread reader;

    ReadAhead(String name, Supplier<Optional<T>> source, ToIntFunction<T> weight) {
        reader = new Thread(() -> read(source, weight), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Supplier<Optional<T>> source, ToIntFunction<T> weight) {
        try {
            Optional<T> item = source.get();
            while (item.isPresent()) {
                int held = Math.max(1, Math.min(BUDGET, weight.applyAsInt(item.get())));
                budget.acquire(held);
                handed.add(new Handed<>(item, held, Optional.empty()));
                item = source.get();
            }
            handed.add(new Handed<>(Optional.empty(), 0, Optional.empty()));
        } catch (RuntimeException | Error e) { // without it the other thread would wait for ever
            handed.add(new Handed<>(Optional.empty(), 0, Optional.of(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody asks any more
        }
    }

    /** The next item; empty after the last, and then not to be called again. Throws what ended the source. */
    Optional<T> next() throws InterruptedException {
        Handed<T> next = handed.take();
        Throwable failure = next.failure().orElse(null);
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        budget.release(next.weight());
        return next.item();
    }

    /** Ends the thread and waits for it, so that whoever owns the source may close it. */
    @Override
    public void close() {
        reader.interrupt();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
