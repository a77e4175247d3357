package dev.changeover.cutover.preflight.finding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgementTest {
    @Test
    void theWorstPointDecidesAndEveryPointIsSaid() {
        Check check = new Judgement()
                .add(Status.FAIL, "the first", "mend it")
                .add(Status.WARN, "the second", "mend it")
                .otherwise("nothing")
                .as(CheckName.V1_KEYS);

        assertThat(check.status()).isEqualTo(Status.FAIL);
        assertThat(check.finding()).isEqualTo("the first; the second");
        assertThat(check.remedy()).isEqualTo("mend it");
    }

    @Test
    void manyPointsAreCountedAfterTheFirstTwelveAndStillDecide() {
        Judgement judgement = new Judgement();
        for (int i = 1; i <= 12; i++) {
            judgement.add(Status.WARN, "point " + i, "look");
        }
        judgement.add(Status.FAIL, "point 13", "look");

        Check check = judgement.as(CheckName.V1_TABLES);

        assertThat(check.finding()).endsWith("point 12; and 1 more");
        assertThat(check.status()).isEqualTo(Status.FAIL);
    }
}
