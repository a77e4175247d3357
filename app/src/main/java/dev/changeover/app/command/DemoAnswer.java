package dev.changeover.app.command;

import dev.changeover.app.demo.Findings;
import dev.changeover.sink.SinkSummary;
import dev.changeover.verifier.report.ContentFinding;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a demonstration found, as it is told to programs; people have seen it step by step. */
record DemoAnswer(Findings findings) {

    Map<String, Object> json() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("verdict", findings.report().verdict().code());
        answer.put("lsn", findings.report().printedLsn());
        answer.put(
                "users_compared",
                findings.report().content().map(ContentFinding::usersCompared).orElse(0L));
        answer.put("users", users(findings.migrated()));
        answer.put("rows_written", findings.migrated().rowsWritten());
        answer.put("rolled_back", findings.back());
        answer.put("android", android());
        return answer;
    }

    private static Map<String, Object> users(SinkSummary migrated) {
        Map<String, Object> users = new LinkedHashMap<>();
        users.put("replaced", migrated.replaced());
        users.put("created", migrated.created());
        users.put("skipped", migrated.skipped());
        users.put("quarantined", migrated.quarantined());
        users.put("pending", migrated.pending());
        return users;
    }

    private Map<String, Object> android() {
        Map<String, Object> android = new LinkedHashMap<>();
        android.put("transactions", findings.android().transactions());
        android.put("failed", findings.android().failed());
        android.put("rows_changed_by_others", findings.androidRowsChanged());
        return android;
    }
}
