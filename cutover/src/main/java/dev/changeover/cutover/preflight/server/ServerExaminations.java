package dev.changeover.cutover.preflight.server;

import static java.util.Map.entry;

import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Examination;
import dev.changeover.cutover.preflight.scene.Side;
import java.util.Map;

/** What is asked of both servers alike. */
public final class ServerExaminations {
    private ServerExaminations() {}

    public static Map<CheckName, Examination> all() {
        return Map.ofEntries(
                entry(CheckName.V1_CONNECTION, scene -> connection(scene.v1Side())),
                entry(CheckName.TARGET_CONNECTION, scene -> connection(scene.targetSide())),
                entry(CheckName.TARGET_IDENTITY, new TargetIdentity()),
                entry(CheckName.V1_VERSION, scene -> ServerVersion.of(scene.v1())),
                entry(CheckName.TARGET_VERSION, scene -> ServerVersion.of(scene.target())),
                entry(CheckName.V1_TLS, scene -> Encryption.of(scene.v1(), scene.config())),
                entry(CheckName.TARGET_TLS, scene -> Encryption.of(scene.target(), scene.config())),
                entry(CheckName.V1_POOLER, scene -> Pooling.ofV1(scene.v1())),
                entry(CheckName.TARGET_POOLER, scene -> Pooling.ofTarget(scene.target())),
                entry(CheckName.V1_SETTINGS, scene -> SourceSettings.of(scene.v1())),
                entry(CheckName.TARGET_SETTINGS, scene -> TargetSettings.of(scene.target())),
                entry(CheckName.V1_CONNECTIONS_LEFT, scene -> ConnectionsLeft.ofV1(scene.v1())),
                entry(
                        CheckName.TARGET_CONNECTIONS_LEFT,
                        scene -> ConnectionsLeft.ofTarget(
                                scene.target(), scene.config().sinkThreads())),
                entry(CheckName.V1_CLOCK, scene -> ClockSkew.of(scene.v1())),
                entry(CheckName.TARGET_CLOCK, scene -> ClockSkew.of(scene.target())),
                entry(
                        CheckName.V1_LONG_TRANSACTIONS,
                        scene -> LongTransactions.of(
                                scene.v1(),
                                scene.config().longTransaction(),
                                "V1 makes the slot only when every transaction that writes has ended")),
                entry(
                        CheckName.TARGET_LONG_TRANSACTIONS,
                        scene -> LongTransactions.of(
                                scene.target(),
                                scene.config().longTransaction(),
                                "an index build waits for it, and rows that it locks are not written")),
                entry(
                        CheckName.V1_PREPARED_TRANSACTIONS,
                        scene -> PreparedTransactions.of(
                                scene.v1(), "V1 makes the slot only when it is committed or rolled back")),
                entry(
                        CheckName.TARGET_PREPARED_TRANSACTIONS,
                        scene -> PreparedTransactions.of(scene.target(), "an index build waits for it")));
    }

    private static Judgement connection(Side side) {
        var session = side.connect();
        return Judgement.pass("connected as " + session.address());
    }
}
