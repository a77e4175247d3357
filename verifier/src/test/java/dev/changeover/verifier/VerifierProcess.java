package dev.changeover.verifier;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.verifier.report.VerificationReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A verification in a Java process of its own, which says at its end how much memory it had at most. */
final class VerifierProcess {
    private static final Pattern MOST_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /**
     * How the process ended.
     *
     * @param mostResidentMegabytes 0 when it did not say
     */
    record Ending(int exitCode, long mostResidentMegabytes, String output) {}

    private VerifierProcess() {}

    static Ending run(VerifierConfig config, int heapMegabytes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        VerifierProcess.class.getName(),
                        String.valueOf(config.v1().port()),
                        config.v1().database(),
                        config.target().database())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher resident = MOST_RESIDENT.matcher(output);
        return new Ending(process.waitFor(), resident.find() ? Long.parseLong(resident.group(1)) >> 10 : 0, output);
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        VerificationReport report =
                Verification.run(VerifierConfig.quiet(address(port, arguments[1]), address(port, arguments[2])));
        System.out.println(report.line() + " in " + report.took().toMillis() + " ms");
        for (String line : List.copyOf(Files.readAllLines(Path.of("/proc/self/status")))) {
            System.out.println(line);
        }
        System.exit(report.verdict().exitCode());
    }

    private static DatabaseAddress address(int port, String database) {
        return new DatabaseAddress("127.0.0.1", port, database, "postgres", new Secret("local"), Map.of());
    }
}
