package dev.changeover.app;

import dev.changeover.app.command.CommandLineInterface;
import dev.changeover.app.command.Interruption;
import dev.changeover.app.command.Surroundings;
import dev.changeover.app.terminal.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The process: turns signals into requests to stop, and the command's answer into the exit code. */
public final class Main {
    /** A stage has ten seconds to finish; the rest is for the broker. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

    private Main() {}

    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(CommandLineInterface.INTERRUPTED);
        Thread onSignal = new Thread(
                () -> {
                    interruption.request();
                    awaitQuietly(ended);
                    // exit() would answer a signal with 128 + its number, whatever the command made of it.
                    Runtime.getRuntime().halt(exitCode.get());
                },
                "signal");
        Runtime.getRuntime().addShutdownHook(onSignal);

        exitCode.set(new CommandLineInterface(surroundings(interruption)).run(args));
        ended.countDown();
        withdraw(onSignal);
        System.exit(exitCode.get());
    }

    /** A command that ended by itself lets the other hooks of the process run to their end. */
    private static void withdraw(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException alreadyStopping) {
            awaitForever(); // the signal's thread ends the process
        }
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Surroundings surroundings(Interruption interruption) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        boolean animated = Boolean.getBoolean("changeover.terminal");
        Terminal terminal = new Terminal(out, err, animated, animated && System.getenv("NO_COLOR") == null);
        return new Surroundings(terminal, System.getenv(), Path.of("").toAbsolutePath(), interruption);
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            ended.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
