package dev.changeover.verifier.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadAheadTest {
    @Test
    void handsEverythingOverInOrderAndThenEnds() throws Exception {
        Iterator<Integer> numbers = List.of(1, 2, 3).iterator();
        try (ReadAhead<Integer> ahead = new ReadAhead<>(
                "numbers", () -> numbers.hasNext() ? Optional.of(numbers.next()) : Optional.empty(), item -> 1)) {
            assertThat(List.of(ahead.next(), ahead.next(), ahead.next()))
                    .containsExactly(Optional.of(1), Optional.of(2), Optional.of(3));
            assertThat(ahead.next()).isEmpty();
        }
    }

    @Test
    void anItemLargerThanTheBudgetPassesAndKeepsTheNextOneWaiting() throws Exception {
        AtomicInteger read = new AtomicInteger();
        try (ReadAhead<Integer> ahead =
                new ReadAhead<>("large", () -> Optional.of(read.incrementAndGet()), item -> Integer.MAX_VALUE)) {
            Awaitility.await().until(() -> read.get() == 2); // one handed over, one in hand

            assertThat(ahead.next()).contains(1);
            assertThat(ahead.next()).contains(2);
            assertThat(read.get()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void whatEndedTheSourceIsThrownWhereItIsRead() {
        try (ReadAhead<Integer> ahead = new ReadAhead<>(
                "failing",
                () -> {
                    throw new IllegalStateException("gone");
                },
                item -> 1)) {
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("gone");
        }
    }

    @Test
    @Timeout(20)
    void anErrorThatEndedTheSourceIsThrownToo() {
        try (ReadAhead<Integer> ahead = new ReadAhead<>(
                "failing",
                () -> {
                    throw new OutOfMemoryError("no more");
                },
                item -> 1)) {
            assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class).hasMessage("no more");
        }
    }
}
