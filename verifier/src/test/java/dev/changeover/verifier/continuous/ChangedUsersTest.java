package dev.changeover.verifier.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangedUsersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long LATER = Duration.ofSeconds(2).toNanos();
    private final ChangedUsers changed = new ChangedUsers();

    @Test
    void aUserWaitsUntilItsNewestDocumentIsApplied() {
        changed.add(7, 0, 10, 0);
        changed.add(7, 0, 12, 0);

        changed.applied(7, 11, 0);
        assertThat(changed.isEmpty()).isFalse();
        changed.applied(7, 12, 0);
        assertThat(changed.isEmpty()).isTrue();
    }

    @Test
    void aUserThatAlwaysHasANewerDocumentIsNotTakenForStuck() {
        changed.add(7, 0, 10, 0);
        changed.add(7, 0, 12, LATER / 2);

        changed.applied(7, 10, LATER);

        assertThat(changed.unappliedFor(PATIENCE, LATER).users()).isZero();
        assertThat(changed.unappliedFor(PATIENCE, 2 * LATER).users()).isEqualTo(1);
    }

    @Test
    void aNewerDocumentDoesNotHideThatAnOlderOneIsOverdue() {
        changed.add(7, 0, 10, 0);
        changed.add(7, 0, 12, LATER);

        ChangedUsers.Unapplied unapplied = changed.unappliedFor(PATIENCE, LATER);

        assertThat(unapplied.users()).isEqualTo(1);
        assertThat(unapplied.oldest()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void holdsABoundedNumberOfUsers() {
        for (long user = 0; user < 10_000; user++) {
            changed.add(user, 0, user, 0);
        }

        assertThat(changed.hasRoom(1)).isFalse();
    }
}
