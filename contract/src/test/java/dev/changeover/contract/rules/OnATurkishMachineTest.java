package dev.changeover.contract.rules;

import static dev.changeover.contract.rules.Catalogues.uuid;
import static dev.changeover.contract.rules.ProgressMetricsTest.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine's language, in which an I is no upper case of an i, changes no rule. */
class OnATurkishMachineTest {
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void speakTurkish() {
        Locale.setDefault(Locale.forLanguageTag("tr"));
    }

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "skill, FITNESS, fitness_drills_completed",
        "skill, DRIBBLING, dribbling_drills_completed",
        "difficulty, INTERMEDIATE, intermediate_drills_completed"
    })
    void skillsAndDifficultiesAreCountedInCapitals(String key, String word, String column) {
        assertThat(metric(column, "[{\"" + key + "\":\"" + word + "\"}]")).isEqualTo("1");
    }

    @Test
    void aTitleInCapitalsHasItsDrill() {
        DrillMatcher matcher = new DrillMatcher(Catalogues.of("toe taps girl"));

        assertThat(matcher.uuidOf("TOE TAPS GIRL")).contains(uuid(1));
    }
}
