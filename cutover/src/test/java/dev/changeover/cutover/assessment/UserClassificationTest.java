package dev.changeover.cutover.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserClassificationTest {
    @Test
    void aTargetUserWithTheIdentityOfAV1UserIsReplaced() {
        UserFigures figures = fresh(Map.of(1L, "Ann@x.example"), Map.of(7L, "ann@X.example"));

        assertThat(figures.toReplace()).isEqualTo(1);
        assertThat(figures.isProtected()).isZero();
        assertThat(figures.expectedTotal()).isEqualTo(1);
    }

    @Test
    void aV1UserWhomTheTargetDoesNotKnowIsCreated() {
        UserFigures figures = fresh(Map.of(1L, "ann@x.example"), Map.of(7L, "android@x.example"));

        assertThat(figures.toCreate()).isEqualTo(1);
        assertThat(figures.isProtected()).isEqualTo(1);
        assertThat(figures.expectedTotal()).isEqualTo(2);
    }

    @Test
    void aV1UserWithoutAnEmailIsSkipped() {
        Map<Long, @Nullable String> v1 = new HashMap<>();
        v1.put(1L, null);
        v1.put(2L, " \u00a0");

        assertThat(fresh(v1, Map.of()).skipped()).isEqualTo(2);
    }

    @Test
    void twoV1UsersWithOneIdentityAreBothQuarantined() {
        UserFigures figures = fresh(Map.of(1L, "ann@x.example", 2L, "ANN@x.example"), Map.of());

        assertThat(figures.duplicateEmail()).isEqualTo(2);
        assertThat(figures.toCreate()).isZero();
    }

    @Test
    void anIdentityThatTwoTargetUsersHaveIsTakenAndBothAreProtected() {
        UserFigures figures = fresh(Map.of(1L, "ann@x.example"), Map.of(7L, "ann@x.example", 8L, "ANN@x.example"));

        assertThat(figures.emailTaken()).isEqualTo(1);
        assertThat(figures.isProtected()).isEqualTo(2);
    }

    @Test
    void wildcardsInAnEmailArePlainCharacters() {
        UserFigures figures = fresh(Map.of(1L, "and_0@x.example"), Map.of(7L, "andX0@x.example"));

        assertThat(figures.toReplace()).isZero();
        assertThat(figures.toCreate()).isEqualTo(1);
    }

    @Test
    void whatEarlierRunsMigratedIsNeitherReplacedNorProtected() {
        UserClassification users = new UserClassification(Map.of(1L, "ann@x.example"), Map.of(70L, "ann@x.example"));

        UserFigures figures = users.figures(new LedgerView(Map.of(1L, 70L), Map.of(1L, 7L), Set.of(7L), Set.of()));

        assertThat(figures.migrated()).isEqualTo(1);
        assertThat(figures.toReplace()).isZero();
        assertThat(figures.isProtected()).isZero();
    }

    @Test
    void aPairedUserWhoseEmailIsSomebodyElsesByNowIsNotReplaced() {
        UserClassification users = new UserClassification(
                Map.of(1L, "Bob@x.example", 2L, "carl@x.example"), Map.of(7L, "ann@x.example", 8L, "bob@x.example"));

        UserFigures figures = users.figures(new LedgerView(Map.of(), Map.of(1L, 7L), Set.of(7L), Set.of()));

        assertThat(figures.emailTaken()).isEqualTo(1);
        assertThat(figures.toReplace()).isZero();
        assertThat(figures.toCreate()).isEqualTo(1);
    }

    @Test
    void pairedUsersWhoseEmailsWentRoundAreReplacedTogetherOrNotAtAll() {
        Map<Long, @Nullable String> target = Map.of(7L, "ann@x.example", 8L, "bob@x.example", 9L, "carl@x.example");
        LedgerView ledger = new LedgerView(Map.of(), Map.of(1L, 7L, 2L, 8L), Set.of(7L, 8L), Set.of());

        UserFigures swapped =
                new UserClassification(Map.of(1L, "bob@x.example", 2L, "ann@x.example"), target).figures(ledger);
        UserFigures blocked =
                new UserClassification(Map.of(1L, "bob@x.example", 2L, "carl@x.example"), target).figures(ledger);

        assertThat(swapped.toReplace()).isEqualTo(2);
        assertThat(blocked.emailTaken()).isEqualTo(2);
        assertThat(blocked.toReplace()).isZero();
    }

    @Test
    void aTargetUserThatAppearedAfterTheBaselineIsProtected() {
        UserClassification users = new UserClassification(Map.of(1L, "ann@x.example"), Map.of(70L, "ann@x.example"));

        UserFigures figures = users.figures(new LedgerView(Map.of(), Map.of(), Set.of(), Set.of()));

        assertThat(figures.emailTaken()).isEqualTo(1);
        assertThat(figures.isProtected()).isEqualTo(1);
    }

    private static UserFigures fresh(Map<Long, @Nullable String> v1, Map<Long, @Nullable String> target) {
        UserClassification users = new UserClassification(v1, target);
        return users.figures(users.freshBaseline());
    }
}
