package dev.changeover.app.command;

import dev.changeover.cutover.ledger.UserSummary;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user as it is told: by ids and the identity's hash, never by email. */
final class UserAnswer {
    private UserAnswer() {}

    static Map<String, Object> json(UserSummary user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v1_user_id", user.v1UserId());
        json.put("identity", user.identityHash().orElse(null));
        json.put("outcome", user.outcome());
        json.put("applied_at", user.appliedAt().map(QuarantineAnswer::seconds).orElse(null));
        json.put("target_user_id", user.targetUserId().orElse(null));
        json.put("replaced_user_id", user.replacedUserId().orElse(null));
        json.put("position", user.position().orElse(null));
        json.put("quarantined", user.quarantined());
        return json;
    }
}
