package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as a sign of life of the transform. */
class SignsOfLifeTest {
    private static final long START = -5; // a steady clock may say anything

    private final SignsOfLife signs = new SignsOfLife(START);

    @Test
    void aThreadWhoseHeartbeatsAreNotAnsweredIsOutsideAlsoWhileTheOthersAreIn() {
        look(10, Map.of("one", 1.0, "two", 1.0), true, 0);
        look(20, Map.of("one", 2.0, "two", 1.0), true, 0);
        look(30, Map.of("one", 3.0, "two", 1.0), true, 0);

        assertThat(signs.outside(at(30))).isEqualTo(Duration.ofSeconds(20));

        look(31, Map.of("one", 3.0, "two", 2.0), true, 0);

        assertThat(signs.outside(at(31))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aThreadThatIsGoneIsNotMissed() {
        look(10, Map.of("one", 1.0, "two", 1.0), true, 0);
        look(30, Map.of("one", 2.0), true, 0);

        assertThat(signs.outside(at(30))).isEqualTo(Duration.ZERO);
    }

    @Test
    void withoutAnyThreadItIsOutsideSinceItsStart() {
        look(40, Map.of(), false, 0);

        assertThat(signs.outside(at(40))).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void tasksThatAreBeingRestoredAreASignOfLifeAndTasksThatJustWaitAreNone() {
        look(10, Map.of("one", 1.0), true, 0);
        look(20, Map.of("one", 2.0), false, 500);
        look(30, Map.of("one", 3.0), false, 500);

        assertThat(signs.unready(at(30))).isEqualTo(Duration.ofSeconds(10));
        assertThat(signs.outside(at(30))).isEqualTo(Duration.ZERO);
    }

    private void look(int second, Map<String, Double> heartbeats, boolean ready, long restored) {
        signs.note(at(second), heartbeats, ready, restored);
    }

    private static long at(int second) {
        return START + Duration.ofSeconds(second).toNanos();
    }
}
