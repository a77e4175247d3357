package dev.changeover.verifier.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import org.junit.jupiter.api.Test;

class PassedPositionTest {
    private final PassedPosition position =
            new PassedPosition((lsn, atMost) -> new Answer.Passed(), Patience.usual(), new Condition());

    @Test
    void aWaitThatBeganAfterTheLookCounts() throws InterruptedException {
        long look = System.nanoTime();

        position.want(7, look);
        position.follow();

        assertThat(position.hasPassed(7, look)).isTrue();
        assertThat(position.hasPassed(8, look)).isFalse();
    }

    @Test
    void aWaitThatBeganBeforeTheLookDoesNotCountEvenAtTheSamePosition() throws InterruptedException {
        position.want(7, System.nanoTime());
        position.follow();

        long look = System.nanoTime();
        assertThat(position.hasPassed(7, look)).isFalse();

        position.want(7, look);
        position.follow();
        assertThat(position.hasPassed(7, look)).isTrue();
    }
}
