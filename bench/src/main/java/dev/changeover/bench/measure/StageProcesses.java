package dev.changeover.bench.measure;

import dev.changeover.bench.world.Changeover;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code changeover run STAGE}, several times, each with a state directory of its own. Confined to one thread. */
final class StageProcesses implements AutoCloseable {
    private final Changeover changeover;
    private final Pair pair;
    private final String bootstrapServers;
    private final List<Running> running = new ArrayList<>();

    StageProcesses(Changeover changeover, Pair pair, String bootstrapServers) {
        this.changeover = changeover;
        this.pair = pair;
        this.bootstrapServers = bootstrapServers;
    }

    void start(String stage, int number) {
        String title = stage + "-" + number;
        running.add(changeover.start(
                pair,
                title,
                List.of(),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        bootstrapServers,
                        "CHANGEOVER_STATE_DIR",
                        pair.directory().resolve(title).toString()),
                List.of("run", stage)));
    }

    List<Running> running() {
        return List.copyOf(running);
    }

    @Override
    public void close() {
        running.parallelStream().forEach(Running::close);
    }
}
