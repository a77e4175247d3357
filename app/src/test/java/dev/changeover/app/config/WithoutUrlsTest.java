package dev.changeover.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WithoutUrlsTest {
    @Test
    void leavesOutWhateverFollowsAScheme() {
        assertThat(WithoutUrls.of("Unknown option: '--url=postgresql://me:se cret@\nhost/db?password=two'"))
                .isEqualTo("Unknown option: '--url=postgresql://…");
    }

    @Test
    void keepsTextWithoutAUrl() {
        assertThat(WithoutUrls.of("Unknown option: '--limt'")).isEqualTo("Unknown option: '--limt'");
    }
}
