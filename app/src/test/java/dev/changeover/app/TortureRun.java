package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The fault harness as its users run it, with a new seed each time, which is printed. The rounds of one command share a world, which is
 * most of the cost.
 */
final class TortureRun {
    static final double LONGEST_RECOVERY_SECONDS = 30;
    private static final List<String> WRONGS = List.of("lost", "doubled", "divergent", "orphaned", "android_touched");

    private TortureRun() {}

    /** What it answers, when nothing was found but what was planted. */
    static JsonNode of(String faults, Path directory) throws IOException {
        InProcess.Result result = new InProcess(directory).run("torture", "--faults", faults, "--json");
        System.out.println(result.err());

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        JsonNode answer = new ObjectMapper().readTree(result.lastLine());
        assertThat(WRONGS)
                .allSatisfy(wrong -> assertThat(answer.get(wrong).asInt()).isZero());
        assertThat(answer.get("strikes").asInt())
                .isGreaterThanOrEqualTo(answer.get("rounds").asInt());
        assertThat(answer.get("in_flight_min").asInt()).isPositive();
        assertThat(answer.get("planted_found")).isEqualTo(answer.get("planted"));
        return answer;
    }
}
