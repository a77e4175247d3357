package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Running;
import dev.changeover.bench.world.Sql;
import dev.changeover.bench.world.World;
import dev.changeover.local.BrokerProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Several instances of transform and sink as processes on one broker: who got what, and whether the result is the same. On two cores it says
 * nothing about speed.
 */
final class ScaleOut implements Measure {
    private static final List<Integer> INSTANCES = List.of(1, 2, 4);
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final long PAUSE_MILLIS = 250;

    @Override
    public String name() {
        return "scale-out";
    }

    @Override
    public String description() {
        return "one, two and four instances of transform and sink: their shares, and verify's verdict";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<Figure> figures = new ArrayList<>();
        for (int instances : INSTANCES) {
            figures.add(take(world, instances));
        }
        return figures;
    }

    private static Figure take(World world, int instances) throws InterruptedException, SQLException {
        try (Pair pair = world.open(1);
                BrokerProcess broker = BrokerProcess.startTemporary();
                StageProcesses stages = new StageProcesses(world.changeover(), pair, broker.bootstrapServers())) {
            long start = System.nanoTime();
            for (int number = 1; number <= instances; number++) {
                stages.start("transform", number);
                stages.start("sink", number);
            }
            stages.start("capture", 1);
            awaitEverybody(pair, stages.running());
            double seconds = (System.nanoTime() - start) / 1e9;
            Assignment assignment = Assignment.of(broker.bootstrapServers());
            world.changeover()
                    .run(pair, Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()), "verify"); // or it fails
            String note = assignment.words() + "; verify: match";
            world.say("  " + instances + " of each: " + note);
            return Figure.plain("load with " + instances + " of transform and sink", "s", Samples.of(seconds))
                    .noting(note);
        }
    }

    private static void awaitEverybody(Pair pair, List<Running> stages) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Sql v2 = Sql.connect(pair.v2())) {
            while (v2.number("SELECT count(*) FROM users") < pair.size().expectedTotal()) {
                stages.forEach(Running::requireAlive);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Not everybody was in V2 after " + PATIENCE.toMinutes() + " min");
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }
}
