package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.filter;
import static dev.changeover.transform.RowsTest.session;
import static dev.changeover.transform.RowsTest.user;
import static dev.changeover.transform.V1Record.streamed;
import static dev.changeover.transform.V1Record.unreadable;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.document.UserDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users that cannot be written, whose claims count all the same. */
class WithheldUsersTest {
    @Test
    void theEmailOfAnUnreadableUserIsSaidAgainWhenItChanges() {
        try (OnePartition topology = OnePartition.released()) {
            topology.take(user(10, 7), filter(11, 1, 7L, "a"), unreadable(1, 12, "saved_filters", 1));

            topology.take(streamed(1, 13, "users", 7, null, "email", "new@example.org"));
            assertThat(emailIn(topology)).isEqualTo("new@example.org");

            topology.take(streamed(1, 14, "users", 7, null));
            assertThat(emailIn(topology)).isEmpty();
        }
    }

    @Test
    void nothingIsSaidOfAnEmailInARowThatCannotBeRead() {
        try (OnePartition topology = OnePartition.released()) {
            topology.take(user(10, 7), unreadable(1, 12, "users", 7));

            assertThat(emailIn(topology)).isNull();
        }
    }

    @Test
    void whatIsLongerThanAnEmailIsNotRepeated() {
        try (OnePartition topology = OnePartition.released()) {
            topology.take(streamed(1, 10, "users", 7, null, "email", "x".repeat(1_001)), filter(11, 1, 7L, "a"));
            topology.take(unreadable(1, 12, "saved_filters", 1));

            assertThat(emailIn(topology)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_950, 5_000}) // as a document, and as it is read
    void theEmailOfAUserTooLargeIsSaid(int characters) {
        try (OnePartition topology = new OnePartition(2_000)) {
            topology.publish(OnePartition.CATALOGUE);
            topology.tell(new SnapshotEvent.Started(1));
            topology.endSnapshot(1);
            topology.take(user(10, 7), session(11, 1, 7L, "\"" + "x".repeat(characters) + "\"", "1"));

            assertThat(topology.latest().get(7L)).isInstanceOf(UserDocument.TooLarge.class);
            assertThat(emailIn(topology)).isEqualTo("7@example.org");
        }
    }

    private static @Nullable String emailIn(OnePartition topology) {
        return ((UserDocument.Withheld) requireNonNull(topology.latest().get(7L), "document")).email();
    }
}
