package dev.changeover.cutover.preflight;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.preflight.broker.BrokerExaminations;
import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.finding.Volumes;
import dev.changeover.cutover.preflight.machine.MachineExaminations;
import dev.changeover.cutover.preflight.rows.RowExaminations;
import dev.changeover.cutover.preflight.scene.Examination;
import dev.changeover.cutover.preflight.scene.NotReached;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.preflight.server.ServerExaminations;
import dev.changeover.cutover.preflight.source.SourceExaminations;
import dev.changeover.cutover.preflight.target.TargetExaminations;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out the checks, one after the other. One that cannot be carried out is a failure, and the others go on. Nothing is made
 * anywhere: what is tried in the target is rolled back.
 */
public final class Preflight {
    private static final Map<CheckName, Examination> EXAMINATIONS = examinations();

    private Preflight() {}

    /** All checks. */
    public static PreflightReport run(PreflightConfig config) {
        Instant at = Instant.now();
        long began = System.nanoTime();
        try (Scene scene = new Scene(config)) {
            List<Check> checks = run(scene, EnumSet.allOf(CheckName.class));
            Optional<Volumes> volumes = scene.volumesIfKnown();
            return new PreflightReport(
                    config.environment(),
                    "V1 " + config.v1() + ", target " + config.target(),
                    checks,
                    volumes,
                    at,
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** These checks alone, in the order of their names. */
    static List<Check> run(Scene scene, Set<CheckName> names) {
        List<Check> checks = new ArrayList<>();
        for (CheckName name : EnumSet.copyOf(names)) {
            checks.add(answer(name, scene));
        }
        return List.copyOf(checks);
    }

    private static Check answer(CheckName name, Scene scene) {
        Examination examination = EXAMINATIONS.get(name);
        if (examination == null) {
            throw new AssertionError("Nobody carries out " + name);
        }
        try {
            return examination.of(scene).as(name);
        } catch (NotReached e) {
            return Check.notPossible(name, e.told());
        } catch (ProblemException e) {
            return Judgement.fail(
                            e.problem().what() + ": " + e.problem().why(),
                            e.problem().remedy())
                    .as(name);
        } catch (SQLException e) {
            return Judgement.fail(
                            "the server refused the question (SQLSTATE " + e.getSQLState() + ")",
                            "see what other checks say of this database, and the server's log")
                    .as(name);
        } catch (UncheckedIOException e) {
            return Judgement.fail("the state directory cannot be read: " + e.getMessage(), "look after its permissions")
                    .as(name);
        } finally {
            scene.rollback();
        }
    }

    private static Map<CheckName, Examination> examinations() {
        Map<CheckName, Examination> all = new EnumMap<>(CheckName.class);
        all.putAll(ServerExaminations.all());
        all.putAll(SourceExaminations.all());
        all.putAll(TargetExaminations.all());
        all.putAll(RowExaminations.all());
        all.putAll(MachineExaminations.all());
        all.putAll(BrokerExaminations.all());
        return all;
    }
}
