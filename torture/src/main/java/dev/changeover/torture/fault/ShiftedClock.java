package dev.changeover.torture.fault;

import dev.changeover.torture.process.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A stage's process goes on with a clock that is an hour off, in another time zone; later it dies and has the right time again. */
record ShiftedClock() implements Fault {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketime.so.1";
    private static final List<String> SHIFTS = List.of("+3600s", "-3600s");
    private static final List<String> ZONES = List.of("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu");
    private static final Duration HOW_LONG = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String description() {
        return "a stage's clock is an hour off, in another time zone";
    }

    @Override
    public Optional<String> missing() {
        return library().isPresent() ? Optional.empty() : Optional.of("libfaketime, Debian's package faketime");
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        RandomGenerator random = arena.random();
        List<Member> stages = arena.world().stages();
        Member stage = stages.get(random.nextInt(stages.size()));
        String shift = SHIFTS.get(random.nextInt(SHIFTS.size()));
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        stage.startFromNowOnWith(Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME",
                shift,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "TZ",
                zone));
        try {
            arena.strike(stage.name() + " restarted with its clock at " + shift + " in " + zone, stage::kill);
            arena.requireRecovery();
            arena.pause(HOW_LONG);
        } finally {
            stage.startFromNowOnWith(Map.of());
        }
        arena.strike(stage.name() + " restarted with the right time", stage::kill);
    }

    /** Debian keeps it in a folder named after the architecture. */
    private static Optional<Path> library() {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(LIBRARIES, "*-linux-*")) {
            for (Path folder : folders) {
                if (Files.exists(folder.resolve(LIBRARY))) {
                    return Optional.of(folder.resolve(LIBRARY));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
