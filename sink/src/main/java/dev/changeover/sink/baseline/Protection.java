package dev.changeover.sink.baseline;

import java.util.List;

/**
 * Target users that are protected now.
 *
 * @param targetUsers by id
 * @param v1Users that would have replaced one of them, and have the reason email-taken from their next attempt on; empty if all were
 *     protected before
 */
public record Protection(List<Long> targetUsers, List<Long> v1Users) {
    public Protection {
        targetUsers = List.copyOf(targetUsers);
        v1Users = List.copyOf(v1Users);
    }
}
