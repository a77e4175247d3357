package dev.changeover.verifier.continuous;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.changeover.contract.stage.Problem;
import dev.changeover.verifier.report.ContentFinding;
import dev.changeover.verifier.report.ContentJson;
import dev.changeover.verifier.report.VerificationReport;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A report as JSON. Keys are only ever added; the same words as in the report of one verification. */
final class ContinuousJson {
    private static final double MILLIS = 1000.0;

    private ContinuousJson() {}

    static String of(ContinuousReport report) {
        Known known = report.known();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", report.verdict().code());
        json.put("reason", report.reason().orElse(null));
        json.put("state", report.state().name().toLowerCase(java.util.Locale.ROOT));
        json.put("waits_for", report.waitsFor().map(Problem::line).orElse(null));
        json.put("age_seconds", seconds(report.sinceLastPass()));
        json.put("lsn", printed(report.lsn()));
        json.put("from_lsn", printed(report.fromLsn()));
        json.put("passes", known.passes());
        addPassUnderWay(json, known);
        addLastPass(json, known);
        json.put("mismatched_users", known.mismatchedUsers());
        json.put("mismatch_count", known.mismatches().total());
        ArrayNode mismatches = json.putArray("mismatches");
        known.mismatches().listed().forEach(each -> ContentJson.addMismatch(mismatches.addObject(), each));
        json.put("suspects", known.suspects());
        json.put("unsettled", known.unsettled());
        json.put("changing", known.changing().total());
        ArrayNode changing = json.putArray("changing_users");
        known.changing().listed().forEach(changing::add);
        json.putObject("changed_users").put("checked", known.changedChecked()).put("waiting", report.changedWaiting());
        json.putObject("unapplied")
                .put("stage", "sink")
                .put("users", report.unapplied().users())
                .put("oldest_seconds", seconds(Optional.of(report.unapplied().oldest())));
        json.putObject("rows_read").put("v1", known.rowsOfV1()).put("target", known.rowsOfTarget());
        return json.toString();
    }

    private static void addPassUnderWay(ObjectNode json, Known known) {
        ObjectNode pass = json.putObject("pass");
        pass.put(
                "started_at",
                known.underWay().map(each -> each.startedAt().toString()).orElse(null));
        pass.put("users_checked", known.underWay().map(Known.UnderWay::seen).orElse(0L));
        pass.put("users", known.underWay().map(Known.UnderWay::users).orElse(0L));
    }

    private static void addLastPass(ObjectNode json, Known known) {
        if (known.last().isEmpty()) {
            json.putNull("last_pass");
            json.put("users_compared", 0).put("rows_compared", 0);
            json.put("quarantined", 0).put("held_back_rows", 0);
            json.putArray("counts");
            return;
        }
        Pass.Ended last = known.last().get();
        json.putObject("last_pass")
                .put("started_at", last.startedAt().toString())
                .put("ended_at", last.endedAt().toString())
                .put("seconds", seconds(Optional.of(last.took())));
        addContent(json, last.finding());
    }

    private static void addContent(ObjectNode json, ContentFinding found) {
        json.put("users_compared", found.usersCompared()).put("rows_compared", found.rowsCompared());
        ContentJson.addUsersAndCounts(json, found);
        json.put("quarantined", found.quarantined().total());
        json.put("held_back_rows", found.heldBack().total());
    }

    private static @Nullable Double seconds(Optional<Duration> time) {
        return time.map(each -> each.toMillis() / MILLIS).orElse(null);
    }

    private static @Nullable String printed(Optional<Long> lsn) {
        return lsn.map(VerificationReport::printed).orElse(null);
    }
}
