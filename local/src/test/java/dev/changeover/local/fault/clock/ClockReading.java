package dev.changeover.local.fault.clock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.changeover.local.JavaProgram;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What the clocks of another Java process say.
 *
 * @param wall milliseconds since the epoch, by each way to ask
 * @param nanoTime by the clock that is not of the day
 * @param waitedMillis for a time of day that was to come in 200 ms
 */
record ClockReading(List<Long> wall, long nanoTime, long waitedMillis) {
    private static final long WAIT_MILLIS = 200;

    static ClockReading ofProcess(List<String> javaArguments) throws IOException {
        Process process = JavaProgram.of(javaArguments, ClockReading.class)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        List<Long> numbers =
                Stream.of(output.strip().split(" ")).map(Long::valueOf).toList();
        return new ClockReading(numbers.subList(2, numbers.size()), numbers.get(0), numbers.get(1));
    }

    public static void main(String[] arguments) throws InterruptedException {
        long start = System.nanoTime();
        long waited = waitUntilATimeOfDay();
        LongSupplier reference = System::currentTimeMillis;
        System.out.printf(
                "%d %d %d %d %d %d %d%n",
                start,
                waited,
                System.currentTimeMillis(),
                reference.getAsLong(),
                Instant.now().toEpochMilli(),
                date(),
                LocalDateTime.now(Clock.systemUTC()).toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    @SuppressWarnings("JavaUtilDate") // libraries ask it, too
    private static long date() {
        return new Date().getTime();
    }

    @SuppressWarnings("JavaUtilDate") // what a condition takes
    private static long waitUntilATimeOfDay() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition never = lock.newCondition();
        lock.lock();
        try {
            long start = System.nanoTime();
            Date deadline = new Date(System.currentTimeMillis() + WAIT_MILLIS);
            while (never.awaitUntil(deadline)) {
                // woken for nothing
            }
            return (System.nanoTime() - start) / 1_000_000;
        } finally {
            lock.unlock();
        }
    }
}
