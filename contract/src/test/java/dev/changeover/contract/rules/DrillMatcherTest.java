package dev.changeover.contract.rules;

import static dev.changeover.contract.rules.Catalogues.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.DrillCatalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Drills" of the rules: V1 title to V2 drill. */
class DrillMatcherTest {
    @Test
    void aConfiguredOverrideWinsOverTheExactTitle() {
        DrillMatcher matcher =
                new DrillMatcher(Catalogues.withOverrides(Map.of("L-drags", uuid(2)), "L-drags", "Juggling"));

        assertThat(matcher.uuidOf("L-drags")).contains(uuid(2));
    }

    @Test
    void anOverrideHoldsForExactlyTheTitleThatV1Spells() {
        DrillMatcher matcher =
                new DrillMatcher(Catalogues.withOverrides(Map.of("L-drags", uuid(2)), "L-drags", "Juggling"));

        assertThat(matcher.uuidOf("l-DRAGS")).contains(uuid(1));
    }

    @Test
    void anOverrideMayBeWrittenInUpperCase() {
        DrillCatalogue.Drill drill = new DrillCatalogue.Drill(1, "abcdef00-0000-4000-8000-000000000000", "Juggling");
        DrillMatcher matcher = new DrillMatcher(
                new DrillCatalogue("v1", List.of(drill), Map.of("L-drags", "ABCDEF00-0000-4000-8000-000000000000")));

        assertThat(matcher.uuidOf("L-drags")).contains(drill.uuid());
    }

    @Test
    void anOverrideToADrillThatTheTargetLacksHasNoCounterpartAndIsTold() {
        DrillMatcher matcher = new DrillMatcher(Catalogues.withOverrides(Map.of("L-drags", uuid(9)), "L-drags"));

        assertThat(matcher.uuidOf("L-drags")).isEmpty();
        assertThat(matcher.overridesWithoutDrill()).containsExactly("L-drags");
    }

    @Test
    void theExactTitleWinsOverOthersThatAreEqualButForCase() {
        DrillMatcher matcher = new DrillMatcher(Catalogues.of("L-DRAGS", "L-drags"));

        assertThat(matcher.uuidOf("L-drags")).contains(uuid(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAFÉ STRASSE",
                "café straße",
                "cafe\u0301 stra\u00dfe",
                "  Café   Straße\t",
                "\u00a0Café\u2003\u3000Straße\u0085"
            })
    void elseTheOnlyTitleEqualAfterNfcCaseFoldingTrimmingAndJoiningWhiteSpace(String spelling) {
        DrillMatcher matcher = new DrillMatcher(Catalogues.of("Juggling", "Café Straße"));

        assertThat(matcher.uuidOf(spelling)).contains(uuid(2));
    }

    @Test
    void twoTitlesEqualAfterFoldingAreNoCounterpartOfAThird() {
        DrillMatcher matcher = new DrillMatcher(Catalogues.of("L-DRAGS", "L-drags"));

        assertThat(matcher.uuidOf("l-Drags")).isEmpty();
    }

    @Test
    void ofSeveralDrillsWithThatTitleTheLowestV2IdWithAWarning() {
        DrillCatalogue catalogue = new DrillCatalogue(
                "v1",
                List.of(
                        new DrillCatalogue.Drill(9, uuid(9), "L-drags"),
                        new DrillCatalogue.Drill(4, uuid(4), "L-drags"),
                        new DrillCatalogue.Drill(5, uuid(5), "Juggling")),
                Map.of());

        DrillMatcher matcher = new DrillMatcher(catalogue);

        assertThat(matcher.uuidOf("L-drags")).contains(uuid(4));
        assertThat(matcher.uuidOf("l-DRAGS")).contains(uuid(4)); // one title still, though two drills have it
        assertThat(matcher.ambiguousTitles()).containsExactly("L-drags");
    }

    @Test
    void aDrillWithoutTitleIsNobodysCounterpart() {
        DrillMatcher matcher = new DrillMatcher(
                new DrillCatalogue("v1", List.of(new DrillCatalogue.Drill(1, uuid(1), null)), Map.of()));

        assertThat(matcher.uuidOf("")).isEmpty();
        assertThat(matcher.uuidOf("null")).isEmpty();
    }

    @Test
    void charactersThatOnlyLookLikeWhiteSpaceAreNotJoined() {
        DrillMatcher matcher = new DrillMatcher(Catalogues.of("Wall\u200bpass")); // ZERO WIDTH SPACE is no white space

        assertThat(matcher.uuidOf("Wall pass")).isEmpty();
    }
}
