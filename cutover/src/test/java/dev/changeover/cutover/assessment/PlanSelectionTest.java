package dev.changeover.cutover.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanSelectionTest {
    @Test
    void emailsThatNameNobodyAreNotEverybody() {
        assertThat(PlanSelection.ofEmails(List.of(" ")).identities())
                .hasValueSatisfying(chosen -> assertThat(chosen).isEmpty());
        assertThat(PlanSelection.everybody().identities()).isEmpty();
    }
}
