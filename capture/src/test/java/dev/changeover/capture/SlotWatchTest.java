package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotWatchTest {
    @Test
    void warnsFromHalfOfWhatV1Allows() {
        assertThat(new SlotWatch.Kept(50, 100, "reserved").isShort()).isTrue();
        assertThat(new SlotWatch.Kept(49, 100, "reserved").isShort()).isFalse();
    }

    @Test
    void isSilentWhenV1KeepsAnyAmount() {
        assertThat(new SlotWatch.Kept(1L << 40, -1, "extended").isShort()).isFalse();
    }

    @Test
    void warnsWhenV1SaysThatWalMayGo() {
        assertThat(new SlotWatch.Kept(0, -1, "unreserved").isShort()).isTrue();
        assertThat(new SlotWatch.Kept(0, -1, "lost").isShort()).isTrue();
    }
}
