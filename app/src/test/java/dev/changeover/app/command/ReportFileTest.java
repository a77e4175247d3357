package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {
    @TempDir
    private Path directory;

    @Test
    void tryingTheFileLeavesAPageThatIsThereAsItIs() throws IOException {
        Path page = Files.writeString(directory.resolve("page.html"), "of yesterday");

        ReportFile file = report("page.html");

        assertThat(page).hasContent("of yesterday");
        file.write(() -> "of today");
        assertThat(page).hasContent("of today");
    }

    @Test
    void tryingTheFileLeavesNothingWhereNoPageIs() {
        ReportFile file = report("page.html");

        assertThat(directory).isEmptyDirectory();
        file.write(() -> "of today");
        assertThat(directory.resolve("page.html")).hasContent("of today");
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeTheWork() {
        assertThatThrownBy(() -> report("absent/page.html"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("The report cannot be written to " + directory.resolve("absent/page.html"));
        assertThatThrownBy(() -> report(".")).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "preflight"})
    void nothingIsLookedAtForAPageThatCannotBeWritten(String command) {
        InProcess.Result result = new InProcess(directory)
                .with("V1_DATABASE_URL", "postgresql://u@127.0.0.1:1/v1")
                .with("STAGING_DATABASE_URL", "postgresql://u@127.0.0.1:1/v2")
                .run(command, "--report", "absent/page.html");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("The report cannot be written to ");
    }

    private ReportFile report(String name) {
        Terminal terminal = Terminal.plain(System.out, System.err);
        return ReportFile.of(
                new Surroundings(terminal, Map.of(), directory, new Interruption(), Person.nobody()), Path.of(name));
    }
}
