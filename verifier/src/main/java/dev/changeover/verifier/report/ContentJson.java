package dev.changeover.verifier.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a single verification and the continuous one say with the same keys. Keys are only ever added. */
public final class ContentJson {
    private ContentJson() {}

    /** {@code v1_users}, {@code outcomes}, {@code deleted_in_v1} and {@code counts}, per table and cohort. */
    public static void addUsersAndCounts(ObjectNode json, ContentFinding found) {
        json.put("v1_users", found.v1Users());
        ObjectNode outcomes = json.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.code(), found.of(outcome));
        }
        json.put("deleted_in_v1", found.deletedInV1());
        ArrayNode counts = json.putArray("counts");
        found.counts().forEach(each -> counts.addObject()
                .put("table", each.table())
                .put("cohort", each.cohort().code())
                .put("expected", each.expected())
                .put("found", each.found())
                .put("held_back", each.heldBack()));
    }

    /** One entry of the list of mismatches; never a value of a row. */
    public static void addMismatch(ObjectNode json, Mismatch mismatch) {
        json.put("identity_hash", mismatch.identityHash())
                .put("v1_user_id", mismatch.v1UserId())
                .put("table", mismatch.table())
                .put("v1_id", mismatch.v1Id())
                .put("v2_id", mismatch.v2Id())
                .put("column", mismatch.column())
                .put("kind", mismatch.kind().code());
    }
}
