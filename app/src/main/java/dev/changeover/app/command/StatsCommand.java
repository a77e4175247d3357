package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Table;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.assessment.Stats;
import dev.changeover.cutover.assessment.UserFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code changeover stats}. */
@Command(
        name = "stats",
        description = "Says what a migration would have to do. Reads only, in one snapshot a database.")
final class StatsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    StatsCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        Stats stats = Stats.read(
                configuration.databases().v1(),
                configuration.databases().target(configuration.environment()),
                configuration.drills().overrides());
        if (common.json()) {
            surroundings.terminal().data(JsonText.of(json(stats)));
        } else {
            show(stats, surroundings.terminal());
        }
        return 0;
    }

    static Map<String, Object> json(Stats stats) {
        UserFigures users = stats.users();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("v1_users", users.v1Users());
        answer.put("v1_eligible", users.eligible());
        answer.put("v1_skipped", users.skipped());
        answer.put("v1_quarantined", users.quarantined());
        answer.put("target_users", users.targetUsers());
        answer.put("target_with_email", users.targetWithEmail());
        answer.put("to_replace", users.toReplace());
        answer.put("to_create", users.toCreate());
        answer.put("protected", users.isProtected());
        answer.put("expected_total", users.expectedTotal());
        answer.put("orphan_rows", stats.orphanRows());
        answer.put("unmapped_drills", stats.unmappedDrills());
        answer.put("migrated", users.migrated());
        answer.put("undone", users.undone());
        answer.put(
                "reasons",
                ordered(
                        "no-email",
                        users.skipped(),
                        "duplicate-email",
                        users.duplicateEmail(),
                        "email-taken",
                        users.emailTaken()));
        answer.put("v1_rows", stats.v1Rows());
        answer.put("target_rows", stats.targetRows());
        answer.put("estimated_seconds", stats.estimate().toSeconds());
        return answer;
    }

    static void show(Stats stats, Terminal terminal) {
        UserFigures users = stats.users();
        new Table()
                .row("users in V1", users.v1Users())
                .row("  eligible", users.eligible())
                .row("  skipped: no email", users.skipped())
                .row("  quarantined: email of another V1 user", users.duplicateEmail())
                .row("  quarantined: email taken in the target", users.emailTaken())
                .row("  migrated already", users.migrated())
                .row("  undone, until they are replayed", users.undone())
                .row("  to replace", users.toReplace())
                .row("  to create", users.toCreate())
                .row("users in the target", users.targetUsers())
                .row("  with an email", users.targetWithEmail())
                .row("  protected: never written", users.isProtected())
                .row("users in the target afterwards", users.expectedTotal())
                .row("rows in V1 without an owner", stats.orphanRows())
                .row("V1 drills without a counterpart", stats.unmappedDrills())
                .row("estimated seconds", stats.estimate().toSeconds())
                .lines()
                .forEach(terminal::data);
        terminal.data("");
        Table rows = new Table().row("rows", "V1 / target");
        stats.v1Rows()
                .forEach((table, count) ->
                        rows.row(table, count + " / " + stats.targetRows().get(table)));
        rows.lines().forEach(terminal::data);
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
