package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault harness as its users run it, with a new seed each time, which is printed. The rounds of one command share a world, which is
 * most of the cost.
 */
class TortureIT {
    private static final List<String> WRONGS = List.of("lost", "doubled", "divergent", "orphaned", "android_touched");
    private static final double LONGEST_RECOVERY_SECONDS = 30;

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostOrDoubledWhenStagesDieAndServersRestart() throws IOException {
        JsonNode answer = torture("crash-point,kill=10,broker=3,v1-restart=3,v2-restart=3");

        assertThat(answer.get("rounds").asInt()).isEqualTo(16 + 10 + 9);
        assertThat(answer.get("recovery_seconds").get("p95").asDouble()).isLessThanOrEqualTo(LONGEST_RECOVERY_SECONDS);
    }

    @Test
    void nothingIsLostOrDoubledWhenTheNetworkBreaksOrAStageStandsStill() throws IOException {
        JsonNode answer = torture("network,pause-sink,rebalance");

        assertThat(answer.get("rounds").asInt()).isEqualTo(5 + 2);
    }

    @Test
    void nothingIsLostOrDoubledWhenInputIsPoisonSchemasChangeAndLimitsAreReached() throws IOException {
        JsonNode answer = torture("poison,schema-change,wal-cap,memory:20000-rows,clock");

        assertThat(answer.get("rounds").asInt()).isEqualTo(1 + 6 + 3);
        assertThat(answer.get("clean_stops").asInt())
                .as("stops with a reason, for each change but one that the plan does not know, and for the lost WAL")
                .isEqualTo(5 + 1);
        // Of so few strikes the 95th percentile would be the slowest, which waits behind 20,000 rows.
        assertThat(answer.get("recovery_seconds").get("median").asDouble())
                .isLessThanOrEqualTo(LONGEST_RECOVERY_SECONDS);
    }

    private JsonNode torture(String faults) throws IOException {
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
