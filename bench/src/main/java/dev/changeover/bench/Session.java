package dev.changeover.bench;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.ResultTable;
import dev.changeover.bench.figure.Results;
import dev.changeover.bench.measure.Measure;
import dev.changeover.bench.world.Machine;
import dev.changeover.bench.world.World;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.sample.ReferenceSize;
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

    private static final int REFERENCE_USERS = ReferenceSize.full().v1Users();
    private static final String INTERRUPTED = "interrupted; what should have followed was not measured either";

    private final World world;
    private final List<Measure> measures;
    private final Map<String, List<Figure>> measured = new LinkedHashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();
    private boolean interrupted;

    Session(World world, List<Measure> measures) {
        this.world = world;
        this.measures = List.copyOf(measures);
    }

    /** All that could be taken; an interruption ends it early, and what was taken until then counts. */
    Results results() throws SQLException {
        Map<String, Object> circumstances = circumstances();
        List<String> busy = new ArrayList<>();
        long start = System.nanoTime();
        for (Measure each : measures) {
            try {
                busy.add(String.format(Locale.ROOT, "%.1f", Machine.busyCores(LOOK)));
                world.say(each.name() + ": " + each.description());
                take(each);
            } catch (InterruptedException e) {
                failed.put(each.name(), INTERRUPTED);
                interrupted = true;
                break;
            }
        }
        circumstances.put("cores busy with other work, before each measure", String.join(", ", busy));
        circumstances.put("minutes", Math.round((System.nanoTime() - start) / 6e9) / 10.0);
        return new Results(circumstances, measured, failed);
    }

    boolean isInterrupted() {
        return interrupted;
    }

    private void take(Measure measure) throws InterruptedException {
        try {
            List<Figure> figures = measure.run(world);
            measured.put(measure.name(), figures);
            ResultTable.rowsOf(figures).forEach(world::say);
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
        int users = world.config().users();
        all.put(
                "users at scale 1",
                users == REFERENCE_USERS ? users : users + ", but the bars are for " + REFERENCE_USERS);
        all.put("rounds", world.config().rounds());
        all.put("seed", world.config().seed());
        return all;
    }
}
