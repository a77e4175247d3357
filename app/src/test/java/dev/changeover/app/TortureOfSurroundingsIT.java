package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strikes from around the processes: networks, pauses, input, schemas, limits, clocks. See {@link TortureRun}. */
class TortureOfSurroundingsIT {
    @TempDir
    private Path directory;

    @Test
    void nothingIsLostOrDoubledWhenTheNetworkBreaksOrAStageStandsStill() throws IOException {
        JsonNode answer = TortureRun.of("network,pause-sink,rebalance", directory);

        assertThat(answer.get("rounds").asInt()).isEqualTo(5 + 2);
    }

    @Test
    void nothingIsLostOrDoubledWhenInputIsPoisonSchemasChangeAndLimitsAreReached() throws IOException {
        JsonNode answer = TortureRun.of("poison,schema-change,wal-cap,memory:20000-rows,clock", directory);

        assertThat(answer.get("rounds").asInt()).isEqualTo(1 + 6 + 3);
        assertThat(answer.get("clean_stops").asInt())
                .as("stops with a reason, for each change but one that the plan does not know, and for the lost WAL")
                .isEqualTo(5 + 1);
        // Of so few strikes the 95th percentile would be the slowest, which waits behind 20,000 rows.
        assertThat(answer.get("recovery_seconds").get("median").asDouble())
                .isLessThanOrEqualTo(TortureRun.LONGEST_RECOVERY_SECONDS);
    }
}
