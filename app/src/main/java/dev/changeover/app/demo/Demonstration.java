package dev.changeover.app.demo;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.BoundedRun;
import dev.changeover.app.pipeline.Ending;
import dev.changeover.app.pipeline.Pipeline;
import dev.changeover.app.pipeline.VerifiedPosition;
import dev.changeover.app.terminal.Progress;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.drain.SourcePosition;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import dev.changeover.local.sample.LiveWorkloadReport;
import dev.changeover.sink.Selection;
import dev.changeover.sink.SinkSummary;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.report.TextReport;
import dev.changeover.verifier.report.VerificationReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Shows the whole way once, and back: what there is to do, the migration under load, changes that follow, the verdict, the rollback. Confined
 * to one thread. An interruption is noticed between the steps and while something is waited for.
 */
public final class Demonstration {
    private final Terminal terminal;
    private final Predicate<Duration> stopRequested;
    private int step;

    /**
     * Starts nothing yet.
     *
     * @param stopRequested pauses for the given time, or less when it shall stop; says whether it shall
     */
    public Demonstration(Terminal terminal, Predicate<Duration> stopRequested) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.stopRequested = requireNonNull(stopRequested, "stopRequested");
    }

    /**
     * Runs all steps.
     *
     * @param base everything that is configured; databases, broker and state directory are the demonstration's own
     * @param showStats prints what {@code stats} answers for that configuration
     * @return what it found; empty when it was stopped
     */
    public Optional<Findings> run(Configuration base, int users, Consumer<Configuration> showStats)
            throws InterruptedException, SQLException {
        try (DemoFolder folder = DemoFolder.create(base.stateDirectory())) {
            title("Two databases on this machine");
            try (DemoDatabases databases = DemoDatabases.start(folder.path().resolve("postgres"))) {
                terminal.data("  " + databases.load(users).v1() + " rows in V1");
                Configuration configuration = folder.configuration(base, databases);
                RollbackDrill drill = RollbackDrill.prepare(databases);
                title("Both applications at work: 20 transactions a second each");
                try (LiveWorkload workload =
                        LiveWorkload.start(LiveWorkloadConfig.between(databases.v1(), databases.v2()))) {
                    title("stats: what there is to do");
                    showStats.accept(configuration);
                    Optional<Migrated> migrated = migrateAndFollow(configuration, databases);
                    if (migrated.isEmpty()) {
                        return Optional.empty();
                    }
                    title("rollback drill: every migrated user back to what it was, while both applications go on");
                    boolean back = drill.run(configuration, terminal);
                    return Optional.of(found(migrated.get(), back, workload));
                }
            }
        }
    }

    private record Migrated(SinkSummary summary, VerificationReport report) {}

    private Optional<Migrated> migrateAndFollow(Configuration configuration, DemoDatabases databases)
            throws InterruptedException, SQLException {
        title("migrate: V1's users move while both applications go on");
        long started = System.nanoTime();
        long position = position(databases);
        try (Pipeline pipeline = Pipeline.start(configuration, new Selection.All())) {
            BoundedRun run = new BoundedRun(pipeline, stopRequested);
            Progress progress = new Progress(terminal, System::nanoTime);
            long total = pipeline.summary().pending();
            Ending ending =
                    run.until(position, where -> progress.show(where, Math.min(pipeline.documents(), total), total));
            progress.end();
            if (ending instanceof Ending.Interrupted) {
                return Optional.empty();
            }
            SinkSummary summary = pipeline.summary();
            terminal.data(String.format(
                    Locale.ROOT,
                    "  %,d replaced, %,d created, %,d skipped, %,d quarantined, %,d rows written in %.1f s",
                    summary.replaced(),
                    summary.created(),
                    summary.skipped(),
                    summary.quarantined(),
                    summary.rowsWritten(),
                    seconds(started)));
            title("sync: changes in V1 arrive by themselves");
            if (!follow(run, databases)) {
                return Optional.empty();
            }
            title("verify: every column of every user, while both applications write");
            return Optional.of(new Migrated(summary, verified(configuration, pipeline)));
        }
    }

    /** Makes each change in V1 and waits until the pipeline has passed it; false when stopped. */
    private boolean follow(BoundedRun run, DemoDatabases databases) throws SQLException {
        try (Connection v1 = databases.connectToV1();
                Statement statement = v1.createStatement()) {
            for (SampleChange change : SampleChange.values()) {
                long started = System.nanoTime();
                statement.execute(change.sql());
                if (run.until(position(databases), where -> {}) instanceof Ending.Interrupted) {
                    return false;
                }
                terminal.data(String.format(
                        Locale.ROOT, "  %-58s in the target after %.1f s", change.description(), seconds(started)));
            }
        }
        return true;
    }

    private VerificationReport verified(Configuration configuration, Pipeline pipeline) throws InterruptedException {
        VerificationReport report = Verification.run(VerifierConfig.quiet(
                        configuration.databases().v1(),
                        configuration.databases().target(configuration.environment()))
                .whileWritten(VerifiedPosition.at(configuration, pipeline.bootstrapServers()), Patience.usual()));
        TextReport.of(report).lines().forEach(line -> terminal.data("  " + line));
        return report;
    }

    private Findings found(Migrated migrated, boolean back, LiveWorkload workload) {
        int changed = workload.androidRowsChangedByOthers().size();
        LiveWorkloadReport.Side android = workload.report().v2();
        Findings findings = new Findings(migrated.summary(), migrated.report(), back, android, changed);
        terminal.data(String.format(
                Locale.ROOT,
                "  Android users: %,d transactions, %d failed, %d of their rows changed by others",
                android.transactions(),
                android.failed(),
                changed));
        String verdict = "Verdict: " + migrated.report().verdict().code() + (back ? ", and back" : ", but NOT back");
        terminal.data("");
        terminal.data(findings.exitCode() == 0 ? terminal.good(verdict) : terminal.bad(verdict));
        return findings;
    }

    private void title(String text) {
        step++;
        terminal.data("");
        terminal.data(terminal.bold(step + ". " + text));
    }

    private static long position(DemoDatabases databases) {
        try (SourcePosition v1 = SourcePosition.connect(databases.v1())) {
            return v1.now();
        }
    }

    private static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }
}
