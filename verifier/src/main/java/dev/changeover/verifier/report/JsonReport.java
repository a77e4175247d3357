package dev.changeover.verifier.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A report as one JSON object for programs. Keys are only ever added. */
public final class JsonReport {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonReport() {}

    /** The object on one line. */
    public static String of(VerificationReport report) {
        ObjectNode json = JSON.objectNode();
        json.put("verdict", report.verdict().code());
        json.put("summary", report.line());
        json.put("v1", report.v1());
        json.put("target", report.target());
        json.put("lsn", report.printedLsn());
        json.put("from_lsn", report.fromLsn().map(VerificationReport::printed).orElse(null));
        json.put("at", report.at().toString());
        json.put("seconds", report.took().toMillis() / 1000.0);
        report.content().ifPresentOrElse(found -> addContent(json, found), () -> addNoContent(json));
        ArrayNode invariants = json.putArray("invariants");
        report.invariants().forEach(each -> invariants
                .addObject()
                .put("name", each.name())
                .put("status", each.status().code())
                .put("finding", each.finding()));
        report.protectedUsers()
                .ifPresentOrElse(
                        found -> addProtected(json.putObject("protected"), found), () -> json.putNull("protected"));
        ArrayNode problems = json.putArray("problems");
        report.problems().forEach(problems::add);
        return json.toString();
    }

    private static void addNoContent(ObjectNode json) {
        json.put("users_compared", 0)
                .put("rows_compared", 0)
                .put("quarantined", 0)
                .put("held_back_rows", 0);
        json.putArray("mismatches");
    }

    private static void addContent(ObjectNode json, ContentFinding found) {
        json.put("users_compared", found.usersCompared());
        json.put("rows_compared", found.rowsCompared());
        ContentJson.addUsersAndCounts(json, found);
        json.put("mismatch_count", found.mismatches().total());
        ArrayNode mismatches = json.putArray("mismatches");
        found.mismatches().listed().forEach(each -> ContentJson.addMismatch(mismatches.addObject(), each));
        json.put("quarantined", found.quarantined().total());
        ArrayNode quarantined = json.putArray("quarantined_users");
        found.quarantined().listed().forEach(each -> quarantined
                .addObject()
                .put("identity_hash", each.identityHash())
                .put("v1_user_id", each.v1UserId())
                .put("reason", each.reason()));
        json.put("held_back_rows", found.heldBack().total());
        ArrayNode heldBack = json.putArray("held_back");
        found.heldBack().listed().forEach(each -> heldBack.addObject()
                .put("identity_hash", each.identityHash())
                .put("v1_user_id", each.v1UserId())
                .put("table", each.table())
                .put("v1_id", each.v1Id())
                .put("reason", each.reason()));
        json.put("changing", found.changing().total());
        ArrayNode changing = json.putArray("changing_users");
        found.changing().listed().forEach(changing::add);
        json.put("unsettled", found.unsettled().total());
    }

    private static void addProtected(ObjectNode json, ProtectedFinding found) {
        json.put("users", found.users())
                .put("rows_written_by_sink", found.rowsWrittenBySink())
                .put("rows_looked_at", found.rowsLookedAt())
                .put("users_deleted_by_sink", found.usersDeletedBySink())
                .put("users_gone", found.usersGone())
                .put("rows_outside_window", found.rowsOutsideWindow())
                .put("transactions_outside_window", found.transactionsOutsideWindow());
    }
}
