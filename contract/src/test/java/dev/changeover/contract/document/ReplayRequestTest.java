package dev.changeover.contract.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayRequestTest {
    @Test
    void isReadAsItWasWritten() {
        ReplayRequest everybody = ReplayRequest.ofEverybody();
        ReplayRequest two = ReplayRequest.of(List.of(7L, Long.MAX_VALUE));
        ReplayRequest nobody = ReplayRequest.of(List.of());

        assertThat(ReplayRequest.decode(everybody.encode())).isEqualTo(everybody);
        assertThat(ReplayRequest.decode(two.encode())).isEqualTo(two);
        assertThat(ReplayRequest.decode(nobody.encode())).isEqualTo(nobody);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> ReplayRequest.decode("{\"format\":2,\"all\":1,\"users\":[]}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReplayRequest.decode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
