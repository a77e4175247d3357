package dev.changeover.app.command;

import dev.changeover.cutover.ledger.QuarantineEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An entry of the quarantine as it is told: by ids and the identity's hash, never by email or value. */
final class QuarantineAnswer {
    private QuarantineAnswer() {}

    static Map<String, Object> json(QuarantineEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v1_user_id", entry.v1UserId());
        json.put("identity", entry.identityHash().orElse(null));
        json.put("kind", kind(entry.kind()));
        if (entry.kind() == QuarantineEntry.Kind.ROW) {
            json.put("table", entry.table());
            json.put("v1_row_id", entry.rowId());
        }
        json.put("reason", entry.reason().code());
        json.put("meaning", entry.reason().meaning());
        json.put("detail", entry.detail());
        json.put("remedy", entry.remedy());
        json.put("since", seconds(entry.since()));
        json.put("attempts", entry.attempts());
        json.put(
                "next_attempt_at",
                entry.nextAttempt().map(QuarantineAnswer::seconds).orElse(null));
        json.put("keeps_v2", entry.keepsV2());
        return json;
    }

    static String kind(QuarantineEntry.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What it is about: the user, or a row of V1. */
    static String subject(QuarantineEntry entry) {
        return entry.kind() == QuarantineEntry.Kind.USER ? "whole user" : entry.table() + " " + entry.rowId();
    }

    /** When the next attempt is. */
    static String next(QuarantineEntry entry) {
        if (entry.keepsV2()) {
            return "decided: V2";
        }
        return entry.nextAttempt().map(QuarantineAnswer::seconds).orElse("when told");
    }

    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
