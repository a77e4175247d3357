package dev.changeover.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.stage.Problem;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** What a person is told when the topology died. */
class FailureReasonTest {
    private static final TopicPartition PARTITION = new TopicPartition("changeover.v1.public.users", 3);

    @Test
    void anOffsetThatItsTopicNoLongerHoldsNamesThePartitionAndTheWayOn() {
        assertThat(lineOf(new OffsetOutOfRangeException(Map.of(PARTITION, 5L))))
                .contains(PARTITION.toString(), "no longer hold what comes next", "capture resnapshot");
    }

    @Test
    void aFullDiskOfTheStateDirectoryIsNamed() {
        assertThat(lineOf(new ProcessorStateException("store rows", new IOException("No space left on device"))))
                .contains("its state directory cannot be used", "No space left on device", "has room");
    }

    @Test
    void anInstanceWithACopyOfAnothersStateDirectoryIsTold() {
        assertThat(lineOf(new FencedInstanceIdException("of Kafka")))
                .contains("another one took its place", "a state directory of its own");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() {
        assertThat(lineOf(new TimeoutException("after 60000 ms"))).contains("the broker did not answer in time");
    }

    @Test
    void aRecordThatTheBrokerDoesNotTakeIsNamedWithTheLimit() {
        assertThat(lineOf(new RecordTooLargeException("too large"))).contains("max.message.bytes");
    }

    private static String lineOf(Exception cause) {
        Problem problem = FailureReason.of(new StreamsException("wrapped", cause));
        return problem.line();
    }
}
