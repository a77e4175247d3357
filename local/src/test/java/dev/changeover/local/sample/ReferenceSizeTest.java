package dev.changeover.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReferenceSizeTest {
    @Test
    void keepsTheDocumentedMixAtEverySize() {
        for (int users = 50; users < 20_000; users += 37) {
            ReferenceSize size = ReferenceSize.ofUsers(users);

            assertThat(size.v1Users()).isEqualTo(users);
            assertThat(size.eligible()).isLessThan(users);
            assertThat((double) size.stale() / users).isBetween(0.67, 0.70);
        }
    }

    @Test
    void multipliesTheDocumentedNumbers() {
        assertThat(ReferenceSize.full().times(10)).isEqualTo(new ReferenceSize(49_280, 48_730, 33_780, 3_130, 510));
        assertThat(ReferenceSize.full().targetUsers()).isEqualTo(3_742);
        assertThat(ReferenceSize.full().expectedTotal()).isEqualTo(5_237);
    }

    @Test
    void refusesASampleTooSmallForItsKinds() {
        assertThatThrownBy(() -> ReferenceSize.ofUsers(49)).isInstanceOf(IllegalArgumentException.class);
    }
}
