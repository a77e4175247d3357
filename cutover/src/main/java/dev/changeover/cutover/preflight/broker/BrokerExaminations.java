package dev.changeover.cutover.preflight.broker;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Examination;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.Scene;
import dev.changeover.cutover.topics.TopicInspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What is asked of the broker. An embedded one that does not run has nothing that could be wrong yet. */
public final class BrokerExaminations {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private BrokerExaminations() {}

    public static Map<CheckName, Examination> all() {
        return Map.of(
                CheckName.BROKER, BrokerExaminations::reachable,
                CheckName.BROKER_LIMITS, scene -> asked(scene, BrokerExaminations::limits),
                CheckName.TOPICS, scene -> asked(scene, broker -> topics(broker, scene.config())));
    }

    private static Judgement asked(Scene scene, Function<TopicInspection, Judgement> question) {
        scene.requireBroker();
        PreflightConfig config = scene.config();
        Optional<String> address = config.brokerNow();
        if (address.isEmpty()) {
            return Judgement.pass("an embedded broker is started with the pipeline, and its topics are checked then");
        }
        try (TopicInspection broker = new TopicInspection(address.get(), PATIENCE)) {
            return question.apply(broker);
        }
    }

    private static Judgement reachable(Scene scene) {
        try {
            return asked(scene, broker -> Judgement.pass("a cluster of " + broker.brokers() + " brokers answers"));
        } catch (ProblemException e) {
            scene.brokerIsAway();
            throw e;
        }
    }

    private static Judgement limits(TopicInspection broker) {
        Judgement judgement = new Judgement();
        broker.limits().forEach(problem -> add(judgement, problem));
        return judgement.otherwise("requests may hold a record of " + (TopicPlan.MAX_RECORD_BYTES >> 20)
                + " MB, and transactions have a home");
    }

    private static Judgement topics(TopicInspection broker, PreflightConfig config) {
        List<TopicSpec> wanted = new ArrayList<>(TopicPlan.source(config.partitions()));
        wanted.addAll(TopicPlan.target(config.topics(), config.partitions()));
        Judgement judgement = new Judgement();
        broker.differences(wanted).forEach(problem -> add(judgement, problem));
        return judgement.otherwise("every topic that is there is as it must be; those that are absent may be made");
    }

    private static void add(Judgement judgement, Problem problem) {
        judgement.add(Status.FAIL, problem.what() + ": " + problem.why(), problem.remedy());
    }
}
