package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log file that a run leaves: of a verification whose databases are nowhere. */
class RunLogTest {
    @TempDir
    private Path directory;

    @Test
    void aRunHasOneFileWithALineAnEvent() throws IOException {
        List<String> lines = linesOf("text");

        assertThat(lines)
                .anyMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*Z WARN .*verification could not be finished.*"));
    }

    @Test
    void asJsonEachLineIsAnObjectThatSaysTheSame() throws IOException {
        List<String> lines = linesOf("json");

        ObjectMapper json = new ObjectMapper();
        for (String line : lines) {
            JsonNode event = json.readTree(line);
            assertThat(event.get("timestamp").isNumber()).isTrue();
            assertThat(event.get("level").asText()).isIn("INFO", "WARN", "ERROR");
        }
        assertThat(lines)
                .anyMatch(line -> line.contains("\"formattedMessage\":\"verification could not be finished\"")
                        && line.contains("{\"reason\":"));
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAndNotAnnounced() {
        Configuration configuration = Configuration.load(Map.of(), Map.of(), Optional.empty(), directory);
        String longerThanAnyName = "x".repeat(300);

        assertThatThrownBy(() -> RunLog.open(configuration, longerThanAnyName))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("The state directory " + configuration.stateDirectory())
                .hasMessageContaining("CHANGEOVER_STATE_DIR");
    }

    private List<String> linesOf(String format) throws IOException {
        InProcess.Result result = new InProcess(directory)
                .with("V1_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/one")
                .with("STAGING_DATABASE_URL", "postgresql://nobody:none@127.0.0.1:1/two")
                .with("CHANGEOVER_LOG_FORMAT", format)
                .run("verify");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
        try (Stream<Path> logs = Files.list(directory.resolve(".changeover/logs"))) {
            List<Path> files = logs.toList();
            assertThat(files).hasSize(1);
            return Files.readAllLines(files.get(0));
        }
    }
}
