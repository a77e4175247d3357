package dev.changeover.verifier.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void whatWasNotUsedIsNotSavedUp() {
        RateLimit limit = new RateLimit(1_000);
        long first = System.nanoTime();
        while (System.nanoTime() - first < 300_000_000L) {
            Thread.onSpinWait();
        }

        long start = System.nanoTime();
        for (int row = 0; row < 400; row++) {
            limit.rowRead();
        }

        assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(0.34);
        assertThat(limit.rows()).isEqualTo(400);
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        RateLimit limit = new RateLimit(1);
        Thread.currentThread().interrupt();

        long start = System.nanoTime();
        for (int row = 0; row < 100; row++) {
            limit.rowRead();
        }

        assertThat((System.nanoTime() - start) / 1e9).isLessThan(50);
        assertThat(Thread.interrupted()).isTrue();
    }
}
