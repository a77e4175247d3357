package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptWalTest {
    @Test
    void warnsFromHalfOfWhatV1Allows() {
        assertThat(new KeptWal(50, 100, "reserved", true).isShort()).isTrue();
        assertThat(new KeptWal(49, 100, "reserved", true).isShort()).isFalse();
    }

    @Test
    void withoutALimitOfV1sItWarnsBeforeADiskIsLikelyFull() {
        assertThat(new KeptWal(1L << 30, -1, "extended", true).isShort()).isFalse();
        assertThat(new KeptWal(10L << 30, -1, "extended", true).isShort()).isTrue();
    }

    @Test
    void warnsWhenV1SaysThatWalMayGo() {
        assertThat(new KeptWal(0, -1, "unreserved", true).isShort()).isTrue();
        assertThat(new KeptWal(0, -1, "lost", false).isShort()).isTrue();
    }
}
