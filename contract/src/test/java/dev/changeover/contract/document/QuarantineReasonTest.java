package dev.changeover.contract.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuarantineReasonTest {
    @Test
    void theCodesThatReportsAndTheLedgerHoldNeverChange() {
        assertThat(QuarantineReason.values())
                .extracting(QuarantineReason::code)
                .containsExactly(
                        "duplicate-email",
                        "email-taken",
                        "refused-by-target",
                        "unreadable",
                        "too-large",
                        "deleted-in-v1",
                        "referenced-in-v2",
                        "no-email",
                        "no-counterpart",
                        "waiting-for-drill",
                        "unique-value-taken",
                        "changed-in-v2");
    }

    @ParameterizedTest
    @EnumSource
    void aReasonIsFoundByItsCodeAndSaysWhatItMeansAndWhatToDo(QuarantineReason reason) {
        assertThat(QuarantineReason.ofCode(reason.code())).isEqualTo(reason);
        assertThat(reason.meaning()).isNotBlank();
        assertThat(reason.remedy()).isNotBlank();
    }

    @Test
    void anUnknownCodeIsRefused() {
        assertThatThrownBy(() -> QuarantineReason.ofCode("bad-luck"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad-luck");
    }
}
