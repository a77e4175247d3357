package dev.changeover.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final Results RESULTS = results();

    @Test
    void aRowHasMedianRangeBarAimAndVerdict() {
        List<String> lines = ResultTable.lines(RESULTS);

        assertThat(lines)
                .contains("- cores: 2")
                .contains("| figure         | median | range        | n | bar    | aim    | verdict      |")
                .contains("| migrate ÷ copy | 6.50 × | 6.00 to 9.00 | 3 | ≤ 6.00 | ≤ 4.00 | over the bar |")
                .contains("|   migrate      | 12.3 s |              | 1 |        |        |              |");
    }

    @Test
    void notesAndWhatCouldNotBeMeasuredFollowTheTable() {
        List<String> lines = ResultTable.lines(RESULTS);

        assertThat(lines)
                .containsSubsequence("- migrate ÷ copy: on a busy machine", "- not measured: verify: it did not match");
    }

    @Test
    void theJsonHasEverySampleAndTheVerdict() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ResultJson.of(RESULTS));

        JsonNode figure = json.path("figures").path(0);
        assertThat(figure.path("measure").asText()).isEqualTo("migrate");
        assertThat(figure.path("samples")).hasSize(3);
        assertThat(figure.path("median").asDouble()).isEqualTo(6.5);
        assertThat(figure.path("bar").asDouble()).isEqualTo(6);
        assertThat(figure.path("direction").asText()).isEqualTo("at_most");
        assertThat(figure.path("verdict").asText()).isEqualTo("over");
        assertThat(json.path("figures").path(1).has("verdict")).isFalse();
        assertThat(json.path("circumstances").path("cores").asInt()).isEqualTo(2);
        assertThat(json.path("not_measured").path("verify").asText()).isEqualTo("it did not match");
    }

    @Test
    void numbersHaveThreeDigitsThatCount() {
        assertThat(Digits.of(1234.5)).isEqualTo("1,235");
        assertThat(Digits.of(12.34)).isEqualTo("12.3");
        assertThat(Digits.of(12)).isEqualTo("12");
        assertThat(Digits.of(1.234)).isEqualTo("1.23");
        assertThat(Digits.of(0.01234)).isEqualTo("0.012");
        assertThat(Digits.of(0)).isEqualTo("0.00");
    }

    private static Results results() {
        Map<String, Object> circumstances = new LinkedHashMap<>();
        circumstances.put("cores", 2);
        return new Results(
                circumstances,
                Map.of(
                        "migrate",
                        List.of(
                                Figure.judged("migrate ÷ copy", "×", Goal.atMost(6, 4), Samples.of(9, 6, 6.5))
                                        .noting("on a busy machine"),
                                Figure.plain("  migrate", "s", Samples.of(12.3)))),
                Map.of("verify", "it did not match"));
    }
}
