package dev.changeover.torture.process;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One process that is started again half a second after it died, until closed. Safe for any thread. */
public final class Member implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(12);

    private final String name;
    private final Launch launch;
    private final IntConsumer endedByItself;
    private @Nullable Process process;
    private @Nullable CountDownLatch awaited;
    private boolean meantToDie;
    private boolean closed;
    private int starts;

    private Member(String name, Launch launch, IntConsumer endedByItself) {
        this.name = requireNonNull(name, "name");
        this.launch = requireNonNull(launch, "launch");
        this.endedByItself = requireNonNull(endedByItself, "endedByItself");
    }

    /**
     * Starts the process.
     *
     * @param more of the environment, for the first start only
     * @param endedByItself called with the exit code when the process ended and nobody had struck it
     */
    public static Member start(String name, Launch launch, Map<String, String> more, IntConsumer endedByItself) {
        Member member = new Member(name, launch, endedByItself);
        member.launch(more);
        return member;
    }

    public String name() {
        return name;
    }

    public Launch launch() {
        return launch;
    }

    /** How often it was started. */
    public synchronized int starts() {
        return starts;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** {@code kill -9}; returns when the process is gone. Does nothing to one that is dead already. */
    public void kill() {
        Process victim = struck();
        if (victim != null) {
            victim.destroyForcibly();
            await(victim);
        }
    }

    /** Ends it and starts it again at once with something more in its environment, once. */
    public void restartWith(Map<String, String> more) {
        Process old;
        synchronized (this) {
            old = process;
            process = null;
        }
        if (old != null) {
            old.destroyForcibly();
            await(old);
        }
        launch(more);
    }

    /** From now on an end of the present process is a strike, and no fault of its own; the latch opens when it ended. */
    public synchronized CountDownLatch expectEnd() {
        meantToDie = true;
        CountDownLatch latch = new CountDownLatch(1);
        awaited = latch;
        return latch;
    }

    /** Sends the process a signal by its name, {@code STOP} or {@code CONT} for example. */
    public void signal(String signal) throws InterruptedException {
        long pid;
        synchronized (this) {
            pid = requireNonNull(process, "a process that runs").pid();
        }
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + code);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private synchronized @Nullable Process struck() {
        meantToDie = process != null;
        return process;
    }

    private synchronized void launch(Map<String, String> more) {
        if (closed) {
            return;
        }
        Process started = launch.start(more);
        starts++;
        meantToDie = false;
        process = started;
        Thread watcher = new Thread(() -> watch(started), "watch-" + name);
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch(Process watched) {
        try {
            int code = watched.waitFor();
            if (noteEnd(watched)) {
                endedByItself.accept(code);
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            synchronized (this) {
                if (process == null) {
                    launch(Map.of());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it ended by itself. */
    private synchronized boolean noteEnd(Process ended) {
        if (closed || process != ended) {
            return false;
        }
        process = null;
        if (awaited != null) {
            awaited.countDown();
            awaited = null;
        }
        return !meantToDie;
    }

    private static void await(Process process) {
        process.onExit().orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Asks the process to stop, and kills it when it does not. */
    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closed = true;
            last = process;
        }
        if (last == null) {
            return;
        }
        last.destroy();
        try {
            await(last);
        } catch (RuntimeException e) {
            last.destroyForcibly();
            await(last);
        }
    }
}
