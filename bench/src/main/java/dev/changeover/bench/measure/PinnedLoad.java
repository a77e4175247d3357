package dev.changeover.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.bench.load.ClosedLoop;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.WorldConfig;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** V1's application in a process of its own, as fast as it can. Confined to one thread. */
final class PinnedLoad {
    private static final String CLIENTS = "2";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pair pair;
    private final List<String> before;
    private final WorldConfig config;

    /**
     * Starts nothing yet.
     *
     * @param before what runs a program on the core that it shall have
     */
    PinnedLoad(Pair pair, List<String> before, WorldConfig config) {
        this.pair = pair;
        this.before = List.copyOf(before);
        this.config = config;
    }

    /** What the application saw. */
    record Result(double perSecond, double p99Millis) {}

    Result run() throws InterruptedException {
        Path output = pair.directory().resolve("load.out");
        Process process = start(output);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The load on V1 ended with " + process.exitValue());
            }
            JsonNode answer = JSON.readTree(output.toFile());
            return new Result(
                    answer.path("per_second").asDouble(),
                    answer.path("p99_millis").asDouble());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Path output) {
        DatabaseAddress v1 = pair.v1();
        String url = "postgresql://" + v1.user() + ":" + v1.password().reveal() + "@" + v1.host() + ":" + v1.port()
                + "/" + v1.database();
        ProcessBuilder program = JavaProgram.of(
                List.of(),
                ClosedLoop.class,
                url,
                CLIENTS,
                Long.toString(config.window().toSeconds()),
                Long.toString(config.seed()));
        List<String> command = new ArrayList<>(before);
        command.addAll(program.command());
        try {
            return program.command(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
