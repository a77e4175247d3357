package dev.changeover.sink.baseline;

import java.util.List;

/**
 * A target user that V1 users may replace; the one that V1 leaves with the email does.
 *
 * @param wasProtected whether nobody could have replaced it before
 * @param former V1 users that were paired with it, and are created anew instead
 */
public record Pairing(long targetUser, List<Long> v1Users, boolean wasProtected, List<Long> former) {
    public Pairing {
        v1Users = List.copyOf(v1Users);
        former = List.copyOf(former);
    }
}
