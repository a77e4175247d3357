package dev.changeover.app;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page that says which test stands for which situation must not name tests that are not there. */
class SituationsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| .*$");
    private static final int CUTOVER_FROM = 27;
    private static final int CUTOVER_TO = 30;

    private static String page = "";
    private static Map<String, Path> tests = Map.of();

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(ROOT.resolve("docs/reliability.md"));
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(file -> file.toString().contains("src/test/java"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (a, b) -> a));
        }
    }

    @Test
    void everyTestThatThePageNamesIsThere() {
        List<MatchResult> named = TEST.matcher(page).results().toList();

        assertThat(named).isNotEmpty().allSatisfy(each -> assertIsThere(each.group(1), each.group(2)));
    }

    @Test
    void everySituationButThoseOfTheCutoverNamesATest() {
        Map<Integer, String> rows = ROW.matcher(page)
                .results()
                .collect(toMap(row -> Integer.parseInt(row.group(1)), MatchResult::group, String::concat));

        assertThat(IntStream.rangeClosed(1, 39).filter(line -> line < CUTOVER_FROM || line > CUTOVER_TO))
                .allSatisfy(line -> assertThat(
                                TEST.matcher(rows.getOrDefault(line, "")).find())
                        .as("situation %d names a test", line)
                        .isTrue());
    }

    private static void assertIsThere(String type, String method) {
        assertThat(tests).as("a test class " + type).containsKey(type);
        if (method != null) {
            assertThat(content(requireNonNull(tests.get(type)))).contains(" " + method + "(");
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
