package dev.changeover.bench.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs on this machine: server and clients of one version, as a package installs them.
 *
 * @param directory holds initdb, pg_ctl, postgres, pg_dump and psql
 * @param major the version's first number
 */
public record MachinePrograms(Path directory, int major) {
    private static final int OLDEST = 13;
    private static final List<String> NEEDED = List.of("initdb", "pg_ctl", "postgres", "pg_dump", "psql");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** The newest that are complete and not older than what Changeover supports. */
    public static Optional<MachinePrograms> find() {
        List<Path> places = new ArrayList<>();
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(Path::of)
                .forEach(places::add);
        children(Path.of("/usr/lib/postgresql")).forEach(version -> places.add(version.resolve("bin")));
        return places.stream()
                .filter(place -> NEEDED.stream().allMatch(name -> Files.isExecutable(place.resolve(name))))
                .map(place -> new MachinePrograms(place, majorOf(place)))
                .filter(found -> found.major >= OLDEST)
                .max(Comparator.comparingInt(MachinePrograms::major));
    }

    boolean has(String program) {
        return Files.isExecutable(directory.resolve(program));
    }

    String path(String program) {
        return directory.resolve(program).toString();
    }

    /** Runs a program to its end; PostgreSQL refuses to run as root, which runs it in a user namespace. */
    int run(Path log, String program, String... arguments) {
        List<String> command = new ArrayList<>(isRoot() ? List.of("unshare", "-U") : List.of());
        command.add(path(program));
        command.addAll(List.of(arguments));
        return Commands.run(command, log);
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int majorOf(Path place) {
        try {
            Process process = new ProcessBuilder(place.resolve("pg_dump").toString(), "--version").start();
            Matcher version =
                    VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
