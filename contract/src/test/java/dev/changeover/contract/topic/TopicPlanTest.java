package dev.changeover.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.plan.MigrationPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPlanTest {
    private static final TargetTopics STAGING = new TargetTopics("staging");
    private static final TargetTopics PRODUCTION = new TargetTopics("production");

    @Test
    void everyCapturedTableHasATopicThatIsKeptAndNotCompacted() {
        for (String table : MigrationPlan.capturedTables()) {
            assertThat(source("changeover.v1.public." + table).settings())
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("retention.ms", "-1");
        }
    }

    @Test
    void tableTopicsAndTheirControlHaveTheConfiguredPartitions() {
        assertThat(source("changeover.v1.public.users").partitions()).isEqualTo(7);
        assertThat(source(SourceTopics.CONTROL).partitions()).isEqualTo(7);
    }

    @Test
    void whatCaptureKeepsForItselfIsCompactedAndInOnePartition() {
        for (String topic : List.of(SourceTopics.OFFSETS, SourceTopics.STATE, SourceTopics.PROGRESS)) {
            assertThat(source(topic).partitions()).isEqualTo(1);
            assertThat(source(topic).settings()).containsEntry("cleanup.policy", "compact");
        }
    }

    @Test
    void documentsAndCataloguesAreCompactedSoThatTheLastOneIsAllThatIsNeeded() {
        for (String topic : List.of("changeover.staging.users", "changeover.staging.catalogue")) {
            assertThat(target(topic).settings()).containsEntry("cleanup.policy", "compact");
        }
    }

    @Test
    void allTopicsOfATargetHaveTheSamePartitionsSoThatTheirTasksMeet() {
        assertThat(TopicPlan.target(STAGING, 7))
                .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(7));
    }

    @Test
    void everyTopicTakesTheLargestRecord() {
        assertThat(TopicPlan.source(1))
                .allSatisfy(topic -> assertThat(topic.settings()).containsEntry("max.message.bytes", "67108864"));
        assertThat(TopicPlan.target(STAGING, 1))
                .allSatisfy(topic -> assertThat(topic.settings()).containsEntry("max.message.bytes", "67108864"));
    }

    @Test
    void stagingAndProductionShareTheTableTopicsAndNothingElse() {
        List<String> ofStaging = names(TopicPlan.target(STAGING, 1));

        assertThat(ofStaging).doesNotHaveDuplicates().doesNotContainAnyElementsOf(names(TopicPlan.source(1)));
        assertThat(names(TopicPlan.target(PRODUCTION, 1))).doesNotContainAnyElementsOf(ofStaging);
        assertThat(STAGING.sinkGroup()).isNotEqualTo(PRODUCTION.sinkGroup());
        assertThat(STAGING.applicationId()).isNotEqualTo(PRODUCTION.applicationId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Staging", "a.b", "a_b", "1a", "../x"})
    void anEnvironmentThatIsNoNameIsRefused(String environment) {
        assertThatThrownBy(() -> new TargetTopics(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use staging or production");
    }

    @Test
    void aTopicWithoutPartitionsIsRefusedUnderTheNameOfItsSetting() {
        assertThatThrownBy(() -> new TopicSpec("a", 0, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topics.partitions must be at least 1, but is 0");
    }

    private static TopicSpec source(String name) {
        return named(name, TopicPlan.source(7));
    }

    private static TopicSpec target(String name) {
        return named(name, TopicPlan.target(STAGING, 7));
    }

    private static TopicSpec named(String name, List<TopicSpec> topics) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(List<TopicSpec> topics) {
        return topics.stream().map(TopicSpec::name).toList();
    }
}
