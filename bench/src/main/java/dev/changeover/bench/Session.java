package dev.changeover.bench;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Results;
import dev.changeover.bench.measure.Measure;
import dev.changeover.bench.world.Machine;
import dev.changeover.bench.world.World;
import dev.changeover.contract.stage.ProblemException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes one measure after the other; one that fails does not keep the others from being taken. */
final class Session {
    /** Nothing of ours works between two measures. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final World world;
    private final List<Measure> measures;
    private final Map<String, List<Figure>> measured = new LinkedHashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();

    Session(World world, List<Measure> measures) {
        this.world = world;
        this.measures = List.copyOf(measures);
    }

    Results results() throws InterruptedException, SQLException {
        Map<String, Object> circumstances = circumstances();
        List<String> busy = new ArrayList<>();
        long start = System.nanoTime();
        for (Measure each : measures) {
            busy.add(String.format(Locale.ROOT, "%.1f", Machine.busyCores(LOOK)));
            world.say(each.name() + ": " + each.description());
            take(each);
        }
        circumstances.put("cores busy with other work, before each measure", String.join(", ", busy));
        circumstances.put("minutes", Math.round((System.nanoTime() - start) / 6e9) / 10.0);
        return new Results(circumstances, measured, failed);
    }

    private void take(Measure measure) throws InterruptedException {
        try {
            measured.put(measure.name(), measure.run(world));
        } catch (IllegalStateException | UncheckedIOException | SQLException | ProblemException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String reason = String.valueOf(e.getMessage());
            failed.put(measure.name(), reason);
            world.say("  not measured: " + reason);
        }
    }

    private Map<String, Object> circumstances() throws SQLException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("commit", Machine.commit(world.config().repository()));
        all.put("cores", Machine.cores());
        all.put("memory", Machine.memory());
        all.put("file system", Machine.fileSystem(world.directory()));
        all.put("Java", Machine.java());
        all.put("PostgreSQL", Machine.postgres(world.databases().v1()));
        all.put("reference", world.reference().copyName());
        all.put("users at scale 1", world.config().users());
        all.put("rounds", world.config().rounds());
        all.put("seed", world.config().seed());
        return all;
    }
}
