package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Running;
import dev.changeover.bench.world.World;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.local.StateDirectory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * From the start of the process until a table topic has its first record, seen from outside: with a broker of its own, in an empty state
 * directory. What is measured is late by up to two looks.
 */
final class StartUp implements Measure {
    private static final String TABLES = SourceTopics.PREFIX + "." + SourceTopics.SCHEMA + ".";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 20;

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public String description() {
        return "start of the process to the first row captured, embedded, warm build";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < world.config().rounds(); round++) {
            try (Pair pair = world.open(1)) {
                long start = System.nanoTime();
                try (Running running = world.changeover().start(pair, "sync")) {
                    awaitFirstRecord(pair, running);
                    seconds.add((System.nanoTime() - start) / 1e9);
                }
            }
        }
        return List.of(
                Figure.judged("start-up to the first row captured", "s", Goal.atMost(12, 6), new Samples(seconds)));
    }

    private static void awaitFirstRecord(Pair pair, Running running) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<String> broker = StateDirectory.brokerAddress(pair.stateDirectory());
        while (broker.isEmpty()) {
            pause(running, deadline);
            broker = StateDirectory.brokerAddress(pair.stateDirectory());
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.get()))) {
            while (records(admin) == 0) {
                pause(running, deadline);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The embedded broker does not tell what its topics hold", e);
        }
    }

    private static long records(Admin admin) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        List<String> tables = admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(TABLES))
                .toList();
        if (tables.isEmpty()) {
            return 0;
        }
        admin.describeTopics(tables).allTopicNames().get().values().forEach(topic -> topic.partitions()
                .forEach(partition ->
                        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private static void pause(Running running, long deadline) throws InterruptedException {
        running.requireAlive();
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("Nothing was captured after " + PATIENCE.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
}
