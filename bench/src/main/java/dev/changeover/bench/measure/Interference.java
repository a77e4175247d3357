package dev.changeover.bench.measure;

import static dev.changeover.bench.figure.Figure.judged;
import static dev.changeover.bench.figure.Figure.plain;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Pinning;
import dev.changeover.bench.world.PlainDecoding;
import dev.changeover.bench.world.Running;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What V1's own application loses: V1's server and its clients, as fast as they can, on one core; the pipeline with V2 on another. With and
 * without the pipeline alternate, on the same databases; and so does PostgreSQL's own client, which reads V1's changes and throws them away.
 */
final class Interference implements Measure {
    @Override
    public String name() {
        return "interference";
    }

    @Override
    public String description() {
        return "V1's closed-loop load on one core, the pipeline on another: throughput with ÷ without";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        Pinning.requirePossible();
        List<PinnedLoad.Result> with = new ArrayList<>();
        List<PinnedLoad.Result> without = new ArrayList<>();
        List<PinnedLoad.Result> decoded = new ArrayList<>();
        try (Pair pair = world.open(1);
                Pinning pinning = Pinning.of(world.databases())) {
            PinnedLoad load = new PinnedLoad(pair, pinning.besideV1(), world.config());
            load.run(); // fills V1's caches
            for (int round = 0; round < world.config().rounds(); round++) {
                without.add(load.run());
                if (round % 2 == 0) { // V1 grows with each load, which must not be to one side's cost
                    with.add(withPipeline(world, pair, pinning, load));
                    withDecodingAlone(world, pair, pinning, load).ifPresent(decoded::add);
                } else {
                    withDecodingAlone(world, pair, pinning, load).ifPresent(decoded::add);
                    with.add(withPipeline(world, pair, pinning, load));
                }
            }
        }
        Samples quiet = samples(without, true);
        Samples busy = samples(with, true);
        List<Figure> figures = new ArrayList<>(List.of(
                judged("V1's throughput with ÷ without", "×", Goal.atLeast(0.90, 0.97), busy.dividedBy(quiet)),
                plain(
                        "  p99 of V1's transactions with ÷ without",
                        "×",
                        samples(with, false).dividedBy(samples(without, false))),
                plain("  V1's transactions without", "/s", quiet),
                plain("  V1's transactions with", "/s", busy),
                plain("  p99 without", "ms", samples(without, false)),
                plain("  p99 with", "ms", samples(with, false))));
        if (!decoded.isEmpty()) {
            Samples reading = samples(decoded, true);
            figures.add(plain("  throughput with pg_recvlogical alone ÷ without", "×", reading.dividedBy(quiet)));
        }
        return figures;
    }

    private static Optional<PinnedLoad.Result> withDecodingAlone(
            World world, Pair pair, Pinning pinning, PinnedLoad load) throws InterruptedException, SQLException {
        Optional<PlainDecoding> decoding = world.decode(pair, pinning.besideV2());
        if (decoding.isEmpty()) {
            return Optional.empty();
        }
        try (PlainDecoding reading = decoding.get()) {
            PinnedLoad.Result result = load.run();
            reading.awaitSent(pair); // or it has not decoded what it was there for
            return Optional.of(result);
        }
    }

    private static PinnedLoad.Result withPipeline(World world, Pair pair, Pinning pinning, PinnedLoad load)
            throws InterruptedException {
        try (Running sync = world.changeover().start(pair, "sync", pinning.besideV2(), Map.of(), List.of("sync"))) {
            sync.awaitInStep(LivePipeline.PATIENCE);
            PinnedLoad.Result result = load.run();
            sync.requireAlive();
            return result;
        }
    }

    private static Samples samples(List<PinnedLoad.Result> results, boolean throughput) {
        return new Samples(results.stream()
                .map(each -> throughput ? each.perSecond() : each.p99Millis())
                .toList());
    }
}
