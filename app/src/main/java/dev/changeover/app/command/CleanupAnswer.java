package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.cleanup.Kept;
import dev.changeover.cutover.cleanup.Kind;
import dev.changeover.cutover.cleanup.Remains;
import dev.changeover.cutover.cleanup.Taken;
import dev.changeover.cutover.cleanup.Thing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a cleanup finds and does, for people and programs. */
final class CleanupAnswer {
    private final String environment;
    private final Path archive;

    CleanupAnswer(String environment, Path archive) {
        this.environment = requireNonNull(environment, "environment");
        this.archive = requireNonNull(archive, "archive");
    }

    String line(Thing thing) {
        return thing.kind().code() + " " + thing.name() + ": " + thing.detail();
    }

    /** What to agree to. */
    List<String> consequences(Remains found) {
        List<String> lines = new ArrayList<>();
        lines.add("Takes away what Changeover made for " + environment + ":");
        found.going().forEach(each -> lines.add("  " + line(each)));
        lines.addAll(stays(found));
        if (!found.names(Kind.SCHEMA).isEmpty()) {
            lines.add("Before it goes, the ledger is written to " + archive + ".");
            lines.add(
                    "Migrated users stay as they are. Without the ledger they cannot be undone one by one, nor be followed"
                            + " or verified any more; only a rollback point leads back.");
        }
        return lines;
    }

    /** @param removed what is gone; empty for a preview */
    void show(Terminal terminal, boolean json, Remains found, List<Thing> removed, boolean archived) {
        if (json) {
            terminal.data(JsonText.of(json(found, removed, archived)));
            return;
        }
        if (found.isNothing()) {
            terminal.data(
                    isShared(found)
                            ? "Nothing is left of what Changeover made for " + environment + " alone."
                            : "Nothing is left of what Changeover made for " + environment + ".");
        } else if (removed.isEmpty()) {
            terminal.data("There is, and would go:");
            found.going().forEach(each -> terminal.data("  " + line(each)));
        } else {
            terminal.data("Took away all " + removed.size() + " things that Changeover made for " + environment + "."
                    + (archived ? " The ledger is in " + archive + "; it holds personal data." : ""));
        }
        stays(found).forEach(terminal::data);
        found.running().forEach(each -> terminal.data("Runs now, and would refuse a cleanup: " + each));
    }

    String interrupted(Taken taken) {
        return "Interrupted. What was taken away is gone"
                + (taken.archived() ? ", and the ledger is in " + archive + ", which holds personal data" : "")
                + "; start cleanup again: it goes on with what is left.";
    }

    private static boolean isShared(Remains found) {
        return found.staying().stream().anyMatch(each -> each.kind() == Kind.SLOT || each.kind() == Kind.PUBLICATION);
    }

    private List<String> stays(Remains found) {
        List<String> lines = new ArrayList<>();
        if (!found.staying().isEmpty()) {
            lines.add("Stays:");
            found.staying()
                    .forEach(each -> lines.add("  " + each.kind().code() + " " + each.name() + ": " + each.why()));
        }
        return lines;
    }

    private Map<String, Object> json(Remains found, List<Thing> removed, boolean archived) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("environment", environment);
        answer.put("found", found.going().stream().map(CleanupAnswer::json).toList());
        answer.put("removed", removed.stream().map(CleanupAnswer::json).toList());
        answer.put("kept", found.staying().stream().map(CleanupAnswer::json).toList());
        answer.put("running", found.running());
        answer.put("archive", archived ? archive.toString() : null);
        return answer;
    }

    private static Map<String, Object> json(Thing thing) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", thing.kind().code());
        entry.put("name", thing.name());
        entry.put("detail", thing.detail());
        return entry;
    }

    private static Map<String, Object> json(Kept kept) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", kept.kind().code());
        entry.put("name", kept.name());
        entry.put("why", kept.why());
        return entry;
    }
}
