package dev.changeover.bench.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a process and its children have used: the most memory, each at its own worst moment, added up ({@code VmHWM} of Linux), and CPU time. Both
 * only grow, so that no more is missed than what comes after the last look. Safe for any thread.
 */
final class ResourceWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;
    private static final String FIELD = "VmHWM:";
    private static final long KILOBYTE = 1024;

    private final ProcessHandle process;
    private final Map<Long, Long> bytes = new ConcurrentHashMap<>();
    private final Map<Long, Long> cpuNanos = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "resource-watch");

    private ResourceWatch(ProcessHandle process) {
        this.process = process;
    }

    static ResourceWatch of(Process process) {
        ResourceWatch watch = new ResourceWatch(process.toHandle());
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Most memory so far; 0 where the system does not tell. */
    long peakBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** CPU time so far, of all cores; 0 where the system does not tell. */
    double cpuSeconds() {
        return cpuNanos.values().stream().mapToLong(Long::longValue).sum() / 1e9;
    }

    private void run() {
        try {
            while (process.isAlive()) {
                Stream.concat(Stream.of(process), process.descendants()).forEach(this::look);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void look(ProcessHandle each) {
        bytes.merge(each.pid(), peak(each.pid()), Math::max);
        each.info().totalCpuDuration().ifPresent(time -> cpuNanos.merge(each.pid(), time.toNanos(), Math::max));
    }

    private static long peak(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(FIELD))
                    .map(line ->
                            line.substring(FIELD.length()).replace("kB", "").strip())
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) * KILOBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has just ended
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
