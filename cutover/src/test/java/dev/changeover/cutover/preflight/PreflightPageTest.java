package dev.changeover.cutover.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.cutover.preflight.finding.CheckName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PreflightPageTest {
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`[^|]+`) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void everyCheckIsInThePageAndThePageNamesNoOther() throws IOException {
        String page = Files.readString(Path.of("../docs/preflight.md"));

        Set<String> described = FIRST_CELL
                .matcher(page)
                .results()
                .flatMap(cell -> NAME.matcher(cell.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());

        assertThat(described)
                .isEqualTo(
                        Arrays.stream(CheckName.values()).map(CheckName::code).collect(Collectors.toSet()));
    }
}
