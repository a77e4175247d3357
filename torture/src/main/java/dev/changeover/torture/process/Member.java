package dev.changeover.torture.process;

import static java.util.Objects.requireNonNull;

import dev.changeover.local.ProcessSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One process that is started again half a second after it died, until closed. Safe for any thread. */
public final class Member implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Three times what a stage takes at most on a machine of its own; here a dozen processes share two cores. */
    private static final Duration GRACE = Duration.ofSeconds(30);
    /** What every command puts before the line that says how it failed. */
    private static final String PROBLEM = "error: ";

    private final String name;
    private final Launch launch;
    private final IntConsumer endedByItself;
    private @Nullable Process process;
    private @Nullable CompletableFuture<Integer> awaited;
    private Map<String, String> more = Map.of();
    private boolean meantToDie;
    private boolean closed;

    private Member(String name, Launch launch, IntConsumer endedByItself) {
        this.name = requireNonNull(name, "name");
        this.launch = requireNonNull(launch, "launch");
        this.endedByItself = requireNonNull(endedByItself, "endedByItself");
    }

    /**
     * Starts the process.
     *
     * @param endedByItself called with the exit code when the process ended and nobody had struck it
     */
    public static Member start(String name, Launch launch, IntConsumer endedByItself) {
        Member member = new Member(name, launch, endedByItself);
        member.launch();
        return member;
    }

    public String name() {
        return name;
    }

    /** Why its processes ended, as they said it in their logs: {@code what: why; remedy}; the last one last. */
    public List<String> problems() {
        try {
            return Files.readAllLines(launch.log()).stream()
                    .filter(line -> line.startsWith(PROBLEM))
                    .map(line -> line.substring(PROBLEM.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}; returns when the process is gone. Does nothing to one that is dead already. */
    public void kill() {
        Process victim = struck();
        if (victim != null) {
            victim.destroyForcibly();
            await(victim);
        }
    }

    /** Every start from the next one on has this more in its environment, instead of what was said before. */
    public synchronized void startFromNowOnWith(Map<String, String> environment) {
        more = Map.copyOf(environment);
    }

    /** From now on an end of the present process is a strike, and no fault of its own. Tells its exit code when it ended. */
    public synchronized CompletableFuture<Integer> expectEnd() {
        meantToDie = true;
        CompletableFuture<Integer> end = new CompletableFuture<>();
        awaited = end;
        return end;
    }

    /** The end that was expected has come, or will not come any more. */
    public synchronized void expectNoEnd() {
        meantToDie = false;
        awaited = null;
    }

    /** Holds the process where it is, or lets it go on. */
    public void send(ProcessSignal signal) {
        long pid;
        synchronized (this) {
            pid = requireNonNull(process, "a process that runs").pid();
        }
        signal.send(pid);
    }

    /** {@code kill -9}, and it is not started again. */
    public void killForGood() {
        Process last;
        synchronized (this) {
            closed = true;
            last = process;
        }
        if (last != null) {
            last.destroyForcibly();
            await(last);
        }
    }

    private synchronized @Nullable Process struck() {
        meantToDie = process != null;
        return process;
    }

    private synchronized void launch() {
        if (closed) {
            return;
        }
        Process started = launch.start(more);
        meantToDie = false;
        process = started;
        Thread watcher = new Thread(() -> watch(started), "watch-" + name);
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch(Process watched) {
        try {
            int code = watched.waitFor();
            if (noteEnd(watched, code)) {
                endedByItself.accept(code);
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            synchronized (this) {
                if (process == null) {
                    launch();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it ended by itself. */
    private synchronized boolean noteEnd(Process ended, int code) {
        if (closed || process != ended) {
            return false;
        }
        process = null;
        if (awaited != null) {
            awaited.complete(code);
            awaited = null;
        }
        return !meantToDie;
    }

    private static void await(Process process) {
        process.onExit().orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /**
     * Asks the process to stop, and kills it when it does not.
     *
     * @return the exit code, which is 0 when it stopped in good order; empty when it was dead already
     */
    public OptionalInt stop() {
        Process last;
        synchronized (this) {
            closed = true;
            last = process;
        }
        if (last == null) {
            return OptionalInt.empty();
        }
        last.toHandle().destroy(); // Process.destroy() also closes its input, on which it would end at once
        try {
            await(last);
        } catch (RuntimeException e) {
            last.destroyForcibly();
            await(last);
        }
        return OptionalInt.of(last.exitValue());
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}
