package dev.changeover.cutover.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.topic.TopicSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    private static final TopicSpec WANTED =
            new TopicSpec("changeover.control", 4, Map.of("cleanup.policy", "delete", "retention.ms", "1000"));

    @Test
    void acceptsATopicThatIsAsPlanned() {
        assertThat(TopicCheck.firstDifference(
                        WANTED, 4, Map.of("cleanup.policy", "delete", "retention.ms", "1000")::get))
                .isEmpty();
    }

    @Test
    void acceptsAMoreGenerousRetention() {
        assertThat(TopicCheck.firstDifference(WANTED, 4, Map.of("cleanup.policy", "delete", "retention.ms", "-1")::get))
                .isEmpty();
    }

    @Test
    void refusesAnotherNumberOfPartitionsAndNamesTheSetting() {
        assertThat(TopicCheck.firstDifference(WANTED, 3, WANTED.settings()::get))
                .hasValueSatisfying(problem -> assertThat(problem.remedy()).contains("topics.partitions to 3"));
    }

    @Test
    void refusesATopicThatWouldLoseRecords() {
        assertThat(TopicCheck.firstDifference(
                        WANTED, 4, Map.of("cleanup.policy", "compact", "retention.ms", "1000")::get))
                .hasValueSatisfying(problem -> assertThat(problem.what()).contains("cleanup.policy=compact"));
    }

    @Test
    void refusesAShorterRetention() {
        assertThat(TopicCheck.firstDifference(
                        WANTED, 4, Map.of("cleanup.policy", "delete", "retention.ms", "999")::get))
                .isPresent();
    }
}
