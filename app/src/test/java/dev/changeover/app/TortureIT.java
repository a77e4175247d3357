package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a process: of a stage, of the broker, of a server. See {@link TortureRun}. */
class TortureIT {
    @TempDir
    private Path directory;

    @Test
    void nothingIsLostOrDoubledWhenStagesDieAndServersRestart() throws IOException {
        JsonNode answer = TortureRun.of("crash-point,kill=10,broker=3,v1-restart=3,v2-restart=3", directory);

        assertThat(answer.get("rounds").asInt()).isEqualTo(16 + 10 + 9);
        assertThat(answer.get("recovery_seconds").get("p95").asDouble())
                .isLessThanOrEqualTo(TortureRun.LONGEST_RECOVERY_SECONDS);
    }
}
