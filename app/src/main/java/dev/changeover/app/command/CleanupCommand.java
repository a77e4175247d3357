package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.TakingBack;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.cleanup.Kind;
import dev.changeover.cutover.cleanup.Remains;
import dev.changeover.cutover.cleanup.Taken;
import dev.changeover.cutover.cleanup.Thing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover cleanup}. */
@Command(
        name = "cleanup",
        description = {
            "Takes away all that was made for an environment: the ledger (written to an archive first) and the indexes in the target,"
                    + " topics, the slot and the publication in V1, the state directory. Migrated users stay as they are.",
            "What the other environment still uses stays. Interrupted or run again, it goes on with what is left."
        })
final class CleanupCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Mixin
    private final CleanupOptions options = new CleanupOptions();

    @Option(names = "--preview", description = "Say what there is and what would become of it, and end.")
    private boolean preview;

    CleanupCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        Configuration configuration = common.load(surroundings);
        Path archive = options.archive(configuration, surroundings.directory(), Clock.systemUTC());
        CleanupAnswer answer = new CleanupAnswer(configuration.environment().code(), archive);
        TakingBack takingBack =
                new TakingBack(configuration, options.scope(archive), surroundings.interruption()::pause);
        if (preview) {
            Remains found = takingBack.look();
            answer.show(surroundings.terminal(), common.json(), found, List.of(), false);
            return 0;
        }
        consent.requireName(configuration);
        return recorded.run(configuration, () -> cleanup(configuration, takingBack, answer));
    }

    private int cleanup(Configuration configuration, TakingBack takingBack, CleanupAnswer answer) {
        Optional<Remains> quiet = takingBack.lookWhenQuiet();
        if (quiet.isEmpty()) {
            surroundings.terminal().message("Interrupted. Nothing was taken away.");
            return CommandLineInterface.INTERRUPTED;
        }
        Remains found = quiet.get();
        List<Thing> removed = new ArrayList<>();
        if (found.isNothing()) {
            answer.show(surroundings.terminal(), common.json(), found, removed, false);
            return 0;
        }
        consent.require(configuration, surroundings, answer.consequences(found));
        RunLog.open(configuration, "cleanup");
        surroundings.interruption().heed();
        Taken taken;
        try {
            taken = takingBack.run(found, thing -> removed(thing, removed, answer));
        } catch (ProblemException e) {
            slotLeft(found, removed).ifPresent(surroundings.terminal()::message);
            throw e;
        }
        if (!taken.all()) {
            slotLeft(found, removed).ifPresent(surroundings.terminal()::message);
            surroundings.terminal().message(answer.interrupted(taken));
            return CommandLineInterface.INTERRUPTED;
        }
        answer.show(surroundings.terminal(), common.json(), found, removed, taken.archived());
        return 0;
    }

    private void removed(Thing thing, List<Thing> removed, CleanupAnswer answer) {
        if (thing.kind() == Kind.SCHEMA) {
            recorded.ledgerIsGone();
        }
        removed.add(thing);
        surroundings.terminal().message("removed " + answer.line(thing));
    }

    /** Whatever else is left harms nobody; a slot fills V1's disk. */
    private static Optional<String> slotLeft(Remains found, List<Thing> removed) {
        return found.going().stream()
                .filter(each -> each.kind() == Kind.SLOT && !removed.contains(each))
                .findFirst()
                .map(slot ->
                        "The slot '" + slot.name() + "' is still in V1, and keeps WAL there until cleanup has ended, or"
                                + " somebody runs: SELECT pg_drop_replication_slot('" + slot.name() + "')");
    }
}
