package dev.changeover.bench;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.DatabaseUrl;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How long {@code ./changeover verify} takes, JVM start and all, against {@code pg_dump --data-only} of both databases
 * one after the other, each into a file of its own, as whoever dumps does; it is deleted afterwards. Both alternate, so that a busy machine is as unfair to the one as to the other. Started by
 * {@code bench/verify}, in the repository's directory, which says how; the databases stand in the environment.
 */
public final class VerifyBench {
    private static final PrintStream OUT = System.out;

    private VerifyBench() {}

    public static void main(String[] args) throws Exception {
        DatabaseAddress v1 = database("V1_DATABASE_URL");
        DatabaseAddress target = database("STAGING_DATABASE_URL");
        boolean fill = args.length > 0 && args[0].equals("fill");
        int number = args.length > 1 ? Integer.parseInt(args[1]) : fill ? 1 : 7;
        if (fill) {
            fill(v1, target, number);
        } else {
            compare(v1, target, number);
        }
    }

    private static DatabaseAddress database(String variable) {
        return DatabaseUrl.parse(Objects.requireNonNull(System.getenv(variable), variable + " is not set"));
    }

    /** Two empty databases become the reference set's, so many times its size. */
    private static void fill(DatabaseAddress v1, DatabaseAddress target, int factor) throws SQLException {
        try (Connection ofV1 = DriverManager.getConnection(v1.jdbcUrl(), v1.properties());
                Connection ofTarget = DriverManager.getConnection(target.jdbcUrl(), target.properties())) {
            Schemas.createV1(ofV1);
            Schemas.createV2(ofTarget);
        }
        OUT.println(ReferenceData.load(v1, target, ReferenceSize.full().times(factor)));
    }

    private static void compare(DatabaseAddress v1, DatabaseAddress target, int rounds)
            throws IOException, InterruptedException {
        List<String> verify = List.of("./changeover", "verify");
        seconds(verify, Map.of()); // the first may build, and fills the servers' caches
        List<Double> dumps = new ArrayList<>();
        List<Double> verifications = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double dump = dump(v1) + dump(target);
            double verification = seconds(verify, Map.of());
            dumps.add(dump);
            verifications.add(verification);
            ratios.add(verification / dump);
        }
        row("pg_dump, s", dumps);
        row("verify, s", verifications);
        row("verify / pg_dump", ratios);
    }

    private static void row(String name, List<Double> values) {
        Collections.sort(values);
        OUT.printf(
                Locale.ROOT,
                "%-18s median %.2f, range %.2f to %.2f of %d%n",
                name,
                values.get(values.size() / 2),
                values.get(0),
                values.get(values.size() - 1),
                values.size());
    }

    private static double dump(DatabaseAddress database) throws IOException, InterruptedException {
        Path file = Files.createTempFile("verify-bench", ".sql");
        try {
            return seconds(
                    List.of(
                            "pg_dump",
                            "--data-only",
                            "--file=" + file,
                            "--host=" + database.host(),
                            "--port=" + database.port(),
                            "--username=" + database.user(),
                            database.database()),
                    Map.of("PGPASSWORD", database.password().reveal()));
        } finally {
            Files.delete(file);
        }
    }

    private static double seconds(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(command.get(0) + " ended with " + exit + "; run it by hand to see why");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
