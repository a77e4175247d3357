package dev.changeover.cutover.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicChoiceTest {
    private static final List<String> OF_CAPTURE = names(TopicPlan.source(1));
    private static final List<String> OF_STAGING = names(TopicPlan.target(new TargetTopics("staging"), 1));
    private static final List<String> OF_PRODUCTION = names(TopicPlan.target(new TargetTopics("production"), 1));
    private static final String CHANGELOG = "changeover-staging-transform-rows-changelog";

    @Test
    void everyTopicOfThePlanIsOneEnvironmentsOrShared() {
        List<String> all = everything();

        assertThat(new TopicChoice("staging").ofEnvironment(all))
                .containsExactlyInAnyOrderElementsOf(with(OF_STAGING, CHANGELOG));
        assertThat(new TopicChoice("production").ofEnvironment(all)).containsExactlyInAnyOrderElementsOf(OF_PRODUCTION);
        assertThat(TopicChoice.shared(all)).containsExactlyInAnyOrderElementsOf(OF_CAPTURE);
    }

    @Test
    void topicsOfOthersAreNobodys() {
        List<String> others =
                List.of("orders", "changeover", "changeover.v10.public.users", "changeover.stagings.users");

        assertThat(new TopicChoice("staging").ofEnvironment(others)).isEmpty();
        assertThat(TopicChoice.shared(others)).isEmpty();
    }

    private static List<String> everything() {
        List<String> all = with(OF_STAGING, CHANGELOG, "orders");
        all.addAll(OF_CAPTURE);
        all.addAll(OF_PRODUCTION);
        return all;
    }

    private static List<String> with(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all;
    }

    private static List<String> names(List<TopicSpec> topics) {
        return topics.stream().map(TopicSpec::name).toList();
    }
}
