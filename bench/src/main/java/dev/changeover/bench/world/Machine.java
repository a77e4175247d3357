package dev.changeover.bench.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What has to be known about a machine to compare figures of two runs. */
public final class Machine {
    private static final String UNKNOWN = "unknown";
    private static final double KILOBYTES_A_GIGABYTE = 1 << 20;

    private Machine() {}

    public static String cores() {
        return Runtime.getRuntime().availableProcessors() + " (" + lineOf("/proc/cpuinfo", "model name") + ")";
    }

    public static String memory() {
        String kilobytes = lineOf("/proc/meminfo", "MemTotal").replace("kB", "").strip();
        return kilobytes.equals(UNKNOWN)
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(kilobytes) / KILOBYTES_A_GIGABYTE);
    }

    public static String java() {
        return System.getProperty("java.runtime.version", UNKNOWN);
    }

    /** Of the folder that databases and broker write to. */
    public static String fileSystem(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.type();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** How many cores all processes together keep busy, on average from now until that time has passed; -1 where it is not told. */
    public static double busyCores(Duration time) throws InterruptedException {
        CpuTimes before = CpuTimes.now();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return CpuTimes.now().busyShareSince(before) * Runtime.getRuntime().availableProcessors();
    }

    public static String commit(Path repository) {
        String commit = output(List.of("git", "-C", repository.toString(), "rev-parse", "--short", "HEAD"));
        String changes =
                output(List.of("git", "-C", repository.toString(), "status", "--porcelain", "--untracked-files=no"));
        return changes.isEmpty() ? commit : commit + ", with changes that are not committed";
    }

    public static String postgres(DatabaseServer server) throws SQLException {
        try (Sql sql = Sql.connect(server.address("postgres"))) {
            return sql.text("SHOW server_version") + "; fsync " + sql.text("SHOW fsync") + ", synchronous_commit "
                    + sql.text("SHOW synchronous_commit");
        }
    }

    private static String lineOf(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
