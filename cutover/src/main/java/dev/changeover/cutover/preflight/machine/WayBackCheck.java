package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.RollbackPoints;
import dev.changeover.cutover.point.TargetMark;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.Scene;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Whether there is a way back: a complete rollback point that a rollback of this target would take. */
final class WayBackCheck {
    private WayBackCheck() {}

    static Judgement of(Scene scene) throws SQLException {
        PreflightConfig config = scene.config();
        TargetMark here = TargetMark.read(scene.target().connection());
        List<PointManifest> points = new RollbackPoints(
                        config.state().directory(), config.environment(), config.target(), Clock.systemUTC())
                .list();
        List<PointManifest> usable = points.stream()
                .filter(point -> here.differenceTo(point.target()).isEmpty())
                .toList();
        if (!usable.isEmpty()) {
            PointManifest newest = usable.get(usable.size() - 1);
            return Judgement.pass(usable.size() + " rollback points of this target, the newest " + newest.name()
                    + " of " + newest.createdAt());
        }
        return new Judgement()
                .add(
                        config.production() ? Status.FAIL : Status.WARN,
                        none(here, points, config),
                        "run rollback-point create --environment " + config.environment()
                                + ", and rollback-point check --environment " + config.environment());
    }

    private static String none(TargetMark here, List<PointManifest> points, PreflightConfig config) {
        String kind = " rollback point of " + config.environment() + " in "
                + config.state().directory().resolve("rollback-points").resolve(config.environment());
        if (points.isEmpty()) {
            return "there is no" + kind;
        }
        PointManifest newest = points.get(points.size() - 1);
        return "no" + kind + " is of this target; of the newest, " + newest.name() + ": "
                + here.differenceTo(newest.target()).orElseThrow();
    }
}
