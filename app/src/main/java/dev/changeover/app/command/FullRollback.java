package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.WayBack;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.RollbackPoints;
import dev.changeover.cutover.rollback.OthersWrites;
import dev.changeover.cutover.rollback.Rollback;
import dev.changeover.cutover.rollback.RollbackOutcome;
import dev.changeover.cutover.rollback.TableChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rollback of a whole target: says what it will do, asks, does it, and says how long others waited. */
final class FullRollback {
    private static final String STARTED_AGAIN =
            "A sink that is started again, also by a supervisor, migrates everybody again";

    private final Configuration configuration;
    private final Surroundings surroundings;
    private final ConsentOptions consent;
    private final Duration lockWait;

    FullRollback(Configuration configuration, Surroundings surroundings, ConsentOptions consent, int lockWaitSeconds) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.surroundings = requireNonNull(surroundings, "surroundings");
        this.consent = requireNonNull(consent, "consent");
        this.lockWait = Duration.ofSeconds(lockWaitSeconds);
    }

    /** Returns the exit code. */
    int run(Function<RollbackPoints, PointData> choice, boolean acceptLoss, boolean json) {
        RunLog.open(configuration, "rollback");
        WayBack back = new WayBack(configuration);
        PointData point = choice.apply(back.points());
        int sinks = back.sinkSessions();
        Rollback rollback = back.rollback(lockWait, surroundings.interruption()::pause);
        long migrated = rollback.require(point);
        consent.require(configuration, surroundings, consequences(point.manifest(), migrated, sinks, acceptLoss));
        surroundings.interruption().heed();
        back.prepare();
        RollbackOutcome outcome = rollback.run(point, acceptLoss);
        if (outcome instanceof RollbackOutcome.Interrupted) {
            surroundings.terminal().message("Interrupted. Nothing has happened: the target is as it was.");
            return CommandLineInterface.INTERRUPTED;
        }
        if (outcome instanceof RollbackOutcome.OthersWrote refused) {
            throw refused(refused.writes());
        }
        if (!(outcome instanceof RollbackOutcome.Done done)) {
            throw new AssertionError(outcome);
        }
        answer(point.manifest(), done, json);
        return 0;
    }

    private List<String> consequences(PointManifest point, long migrated, int sinks, boolean acceptLoss) {
        List<String> lines = new ArrayList<>();
        lines.add("Puts "
                + configuration.databases().target(configuration.environment()) + " back to the rollback point "
                + PointLines.summary(point));
        lines.add(String.format(
                Locale.ROOT, "%,d users are migrated now; whoever was not at the point is not afterwards.", migrated));
        lines.add(
                sinks == 0
                        ? "No sink is connected to it now."
                        : sinks + " connections of sinks, or of other commands that write, are open: these stop.");
        lines.add(STARTED_AGAIN + ": stop it, and what starts it, first.");
        lines.add("Whoever writes to these tables waits until it is done; reading goes on.");
        lines.add(
                acceptLoss
                        ? "What others wrote to these tables since the point is LOST."
                        : "If others wrote to these tables since the point, it changes nothing and lists what they wrote.");
        return lines;
    }

    private ProblemException refused(List<OthersWrites> writes) {
        writes.forEach(each -> surroundings.terminal().message(line(each)));
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "Others wrote to the target since the rollback point, and nothing was changed",
                writes.stream()
                        .map(each -> each.rows() + " rows of " + each.table())
                        .collect(Collectors.joining(", ")),
                "undo the migrated users alone (rollback --migrated keeps what others wrote), or lose these rows with"
                        + " --accept-loss"));
    }

    private static String line(OthersWrites each) {
        return "  " + each.table() + ": " + each.created() + " created, " + each.changed() + " changed, "
                + each.deleted() + " deleted; ids " + String.join(", ", each.ids())
                + (each.rows() > each.ids().size() ? ", …" : "");
    }

    private void answer(PointManifest point, RollbackOutcome.Done done, boolean json) {
        Terminal terminal = surroundings.terminal();
        if (json) {
            terminal.data(JsonText.of(json(point, done)));
            return;
        }
        done.lost().forEach(each -> terminal.message("lost:" + line(each)));
        for (TableChange each : done.tables()) {
            terminal.data(String.format(
                    Locale.ROOT,
                    "  %s: %,d rows removed, %,d restored, %,d changed back",
                    each.table(),
                    each.removed(),
                    each.restored(),
                    each.changed()));
        }
        terminal.data(String.format(
                Locale.ROOT,
                "The target is as it was at %s (%s): %,d rows, %d sequences; writers waited %.1f s, all of it took %.1f s",
                point.name(),
                point.createdAt(),
                rows(done),
                done.sequences(),
                done.writersWaited().toMillis() / 1e3,
                done.took().toMillis() / 1e3));
        terminal.data(STARTED_AGAIN + ".");
    }

    private Map<String, Object> json(PointManifest point, RollbackOutcome.Done done) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", point.name());
        answer.put("created_at", point.createdAt().toString());
        answer.put("environment", configuration.environment().code());
        answer.put("epoch", done.epoch());
        answer.put("rows", rows(done));
        answer.put(
                "tables",
                done.tables().stream()
                        .map(each -> ordered(
                                "name", each.table(),
                                "removed", each.removed(),
                                "restored", each.restored(),
                                "changed", each.changed()))
                        .toList());
        answer.put("sequences", done.sequences());
        answer.put(
                "lost",
                done.lost().stream()
                        .map(each -> ordered(
                                "name", each.table(),
                                "created", each.created(),
                                "changed", each.changed(),
                                "deleted", each.deleted(),
                                "ids", each.ids()))
                        .toList());
        answer.put("write_pause_seconds", done.writersWaited().toMillis() / 1e3);
        answer.put("seconds", done.took().toMillis() / 1e3);
        return answer;
    }

    private static long rows(RollbackOutcome.Done done) {
        return done.tables().stream().mapToLong(TableChange::rows).sum();
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
