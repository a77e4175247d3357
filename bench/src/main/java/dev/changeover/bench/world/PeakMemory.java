package dev.changeover.bench.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The most that a process and its children had in memory, each at its own worst moment, added up: {@code VmHWM} of Linux, which has no gap
 * between two looks but the last one. Safe for any thread.
 */
final class PeakMemory implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;
    private static final String FIELD = "VmHWM:";
    private static final long KILOBYTE = 1024;

    private final ProcessHandle process;
    private final Map<Long, Long> bytes = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "peak-memory");

    private PeakMemory(ProcessHandle process) {
        this.process = process;
    }

    static PeakMemory of(Process process) {
        PeakMemory memory = new PeakMemory(process.toHandle());
        memory.thread.setDaemon(true);
        memory.thread.start();
        return memory;
    }

    /** So far; 0 where the system does not tell. */
    long bytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void run() {
        try {
            while (process.isAlive()) {
                Stream.concat(Stream.of(process), process.descendants())
                        .forEach(each -> bytes.merge(each.pid(), peak(each.pid()), Math::max));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private static long peak(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(FIELD))
                    .map(line ->
                            line.substring(FIELD.length()).replace("kB", "").strip())
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) * KILOBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // it has just ended
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
