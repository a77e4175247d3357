package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerProbeTest {
    @Test
    void aBrokerWhoseNameDoesNotResolveIsOneThatDoesNotAnswer() throws Exception {
        try (BrokerProbe probe = new BrokerProbe("broker.invalid:9092")) {
            assertThat(probe.answeringFor()).isEmpty();
            assertThat(probe.admin()).isEmpty();
        }
    }
}
