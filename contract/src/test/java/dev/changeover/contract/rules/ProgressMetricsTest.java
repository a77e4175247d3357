package dev.changeover.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.plan.ColumnRule;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TargetColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Progress metrics" of the rules; its minutes are in {@link ProgressMinutesTest}. */
class ProgressMetricsTest {
    @Test
    void theCountIsOfAllSessionsAlsoThoseWithNoDrills() {
        assertThat(metric("completed_sessions_count", "[]", null, "null", "{}", "[{}]"))
                .isEqualTo("5");
    }

    @Test
    void drillsPerSessionIsTheEntriesOfAllSessionsByTheirNumber() {
        assertThat(metric("drills_per_session", "[{},{},{}]", "[{},{}]")).isEqualTo("2.5");
    }

    @Test
    void whatIsNoArrayOrNoObjectContributesNothingAndTheOthersCount() {
        assertThat(metric("drills_per_session", "[5,null,\"x\",[{}],{\"title\":\"a\"}]"))
                .isEqualTo("1");
        assertThat(metric("drills_per_session", "{\"title\":\"a\"}")).isEqualTo("0");
    }

    @Test
    void anEntryWhoseDrillIsNoObjectCountsWithItsMinutesWithoutTitleSkillAndDifficulty() {
        String[] sessions = {
            "[{\"drill\":null,\"title\":\"a\",\"skill\":\"passing\",\"difficulty\":\"beginner\",\"totalDuration\":7}]"
        };

        assertThat(metric("drills_per_session", sessions)).isEqualTo("1");
        assertThat(metric("total_time_all_sessions", sessions)).isEqualTo("7");
        assertThat(metric("unique_drills_completed", sessions)).isEqualTo("0");
        assertThat(metric("passing_drills_completed", sessions)).isEqualTo("0");
        assertThat(metric("beginner_drills_completed", sessions)).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "2.25, 2.2",
        "0.25, 0.2",
        "0.35, 0.3",
        "1.15, 1.1",
        "2.35, 2.4",
        "0.05, 0.1",
        "0.04, 0",
        "2, 2",
        "2.5, 2.5",
        "100, 100",
        "1234567.89, 1234567.9",
        "2147483646.95, 2147483647"
    })
    void oneDecimalIsTheExactBinaryValueRoundedHalfEvenAsPostgresPrintsIt(String minutes, String printed) {
        assertThat(metric("minutes_per_session", minutes(minutes))).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({
        "1e14, 100000000000000",
        "123456789012345.1, 123456789012345.1",
        "999999999999999.9, 999999999999999.9",
        "1e15, 1e+15",
        "1234567890123456.5, 1.2345678901234565e+15",
        "2e23, 1.9999999999999998e+23",
        "9007199254740993, 9.007199254740992e+15"
    })
    void evenValuesThatNobodyTrainsPrintAsPostgresPrintsThem(double value, String printed) {
        assertThat(OneDecimal.of(value, 1)).isEqualTo(printed);
    }

    @Test
    void theFavoriteDrillIsTheMostFrequentTextTitle() {
        assertThat(metric("favorite_drill", titles("a", "b"), titles("b"))).isEqualTo("b");
    }

    @Test
    void ofFavoritesWithEqualCountTheFirstSeenWins() {
        assertThat(metric("favorite_drill", titles("b", "a", "a", "b"))).isEqualTo("b");
    }

    @Test
    void theFavoriteDrillIsNeverAName() {
        assertThat(metric("favorite_drill", "[{\"name\":\"a\"},{\"title\":5,\"name\":\"a\"}]"))
                .isEmpty();
    }

    @Test
    void theEmptyTitleCountsToo() {
        assertThat(metric("favorite_drill", titles("", "", "a"))).isEmpty();
        assertThat(metric("unique_drills_completed", titles("", "", "a"))).isEqualTo("2");
    }

    @Test
    void whatAVarcharCannotHoldBecomesTheReplacementCharacter() {
        assertThat(metric("favorite_drill", titles("a\\u0000b\\ud800c\\udc00\\uD83D\\uDE00")))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFD\uD83D\uDE00");
    }

    @Test
    void uniqueDrillsIsTheNumberOfDistinctTextTitles() {
        assertThat(metric("unique_drills_completed", titles("a", "A", "a", "a "), "[{\"name\":\"n\"},{\"title\":1}]"))
                .isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_touch", "First Touch", " first-touch\\t", "\\u00a0FIRST-TOUCH\\u3000"})
    void aSkillIsTrimmedLowerCasedWithSpacesAndHyphensAsUnderscores(String skill) {
        assertThat(metric("first_touch_drills_completed", "[{\"drill\":{\"skill\":\"" + skill + "\"}}]"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first  touch", "firsttouch", "first\\ttouch", "first touch drills", ""})
    void anotherWordIsAnotherSkill(String skill) {
        assertThat(metric("first_touch_drills_completed", skills(skill))).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dribbling", "first_touch", "passing", "shooting", "defending", "goalkeeping", "fitness"})
    void everySkillHasItsColumn(String skill) {
        assertThat(metric(skill + "_drills_completed", skills(skill, skill, "other")))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beginner", "intermediate", "advanced"})
    void difficultyIsCountedLikewise(String difficulty) {
        String entry = "{\"difficulty\":\" " + difficulty.toUpperCase(java.util.Locale.ROOT) + "\"}";

        assertThat(metric(difficulty + "_drills_completed", "[" + entry + "," + entry + "]"))
                .isEqualTo("2");
    }

    @Test
    void theMostImprovedSkillIsTheOneWithTheHighestCount() {
        assertThat(metric("most_improved_skill", skills("dribbling", "Fitness", "fitness")))
                .isEqualTo("fitness");
    }

    @Test
    void ofSkillsWithEqualCountTheOrderDecides() {
        assertThat(metric("most_improved_skill", skills("mental_training", "fitness", "passing", "first-touch")))
                .isEqualTo("first_touch");
    }

    @Test
    void mentalTrainingIsCountedForTheMostImprovedSkillOnly() {
        String[] sessions = {skills("Mental Training")};

        assertThat(metric("most_improved_skill", sessions)).isEqualTo("mental_training");
        assertThat(metric("mental_training_sessions", sessions)).isEqualTo("0");
        assertThat(metric("total_mental_training_minutes", sessions)).isEqualTo("0");
    }

    @Test
    void noSessionsGiveNothing() {
        assertThat(metric("completed_sessions_count")).isEqualTo("0");
        assertThat(metric("drills_per_session")).isEqualTo("0");
        assertThat(metric("minutes_per_session")).isEqualTo("0");
        assertThat(metric("total_time_all_sessions")).isEqualTo("0");
        assertThat(metric("favorite_drill")).isEmpty();
        assertThat(metric("most_improved_skill")).isEmpty();
    }

    @Test
    void everyMetricOfThePlanHasARule() {
        ProgressMetrics metrics = new ProgressMetrics();

        for (TargetColumn column :
                MigrationPlan.table(MigrationPlan.PROGRESS_HISTORY).targetColumns()) {
            if (column.rule() instanceof ColumnRule.Metric) {
                assertThat(metrics.valueOf(column.name())).isNotNull();
            }
        }
        assertThatThrownBy(() -> metrics.valueOf("unknown")).isInstanceOf(IllegalArgumentException.class);
    }

    static String metric(String column, @Nullable String... sessions) {
        Counterparts nothing =
                new Counterparts(new DrillMatcher(Catalogues.of()), id -> new DrillTitles.Answer.Unseen());
        ProgressMetrics metrics = new ProgressMetrics();
        for (@Nullable String session : sessions) {
            metrics.addSession(SessionDrills.of(session, nothing).entries());
        }
        return metrics.valueOf(column);
    }

    static String minutes(String... numbers) {
        return entries("totalDuration", List.of(numbers));
    }

    private static String titles(String... titles) {
        return entries("title", quoted(titles));
    }

    private static String skills(String... skills) {
        return entries("skill", quoted(skills));
    }

    private static List<String> quoted(String... texts) {
        List<String> quoted = new ArrayList<>();
        Collections.addAll(quoted, texts);
        quoted.replaceAll(text -> '"' + text + '"');
        return quoted;
    }

    private static String entries(String key, List<String> values) {
        return "[{\"" + key + "\":" + String.join("},{\"" + key + "\":", values) + "}]";
    }
}
