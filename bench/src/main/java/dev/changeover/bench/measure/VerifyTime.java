package dev.changeover.bench.measure;

import static dev.changeover.bench.figure.Figure.judged;
import static dev.changeover.bench.figure.Figure.plain;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Answer;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code verify} with its start-up, of a migrated pair, against a dump of both databases, one after the other. */
final class VerifyTime implements Measure {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String description() {
        return "verify of the migrated reference set ÷ PostgreSQL's own dump of both databases";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<Double> ours = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> dumps = new ArrayList<>();
        List<Double> facts = new ArrayList<>();
        try (Pair pair = world.open(1)) {
            InitialLoads.migrate(world, pair);
            verify(world, pair); // the first one also fills the servers' caches
            for (int round = 0; round < world.config().rounds(); round++) {
                dumps.add(world.reference().dumpSeconds(pair));
                Answer answer = verify(world, pair);
                ours.add(answer.seconds());
                cpu.add(answer.cpuSeconds());
                facts.add(verify(world, pair, "--level", "invariants").seconds());
            }
        }
        Samples verified = new Samples(ours);
        Samples dumped = new Samples(dumps);
        return List.of(
                judged("verify ÷ dump of both", "×", Goal.atMost(3, 1.5), verified.dividedBy(dumped)),
                plain("  verify", "s", verified),
                plain("  CPU of our JVM in verify", "s", new Samples(cpu)),
                plain("  " + world.reference().dumpName() + ", both", "s", dumped),
                plain("  verify --level invariants ÷ dump of both", "×", new Samples(facts).dividedBy(dumped)));
    }

    private static Answer verify(World world, Pair pair, String... options) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("verify"));
        command.addAll(List.of(options));
        return world.changeover().run(pair, command.toArray(String[]::new)); // fails unless everything matches
    }
}
