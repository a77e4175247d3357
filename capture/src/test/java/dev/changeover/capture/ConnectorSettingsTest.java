package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConnectorSettingsTest {
    @Test
    void theShippedFileHasEverySettingThatTheTopologyReliesOn() throws IOException {
        Map<String, String> shipped = new HashMap<>();
        shipped().forEach((name, value) -> shipped.put(name.toString(), value.toString()));

        assertThat(shipped).containsAllEntriesOf(ConnectorSettings.ofAnyDebezium());
    }

    @Test
    void readsNoColumnThatThePlanDoesNotName() {
        assertThat(ConnectorSettings.ofAnyDebezium().get("column.include.list"))
                .contains("public\\.drills\\.(id|title)")
                .contains("public\\.drill_group_items\\.(id|drill_group_id|drill_id|position|created_at)");
    }

    @Test
    void theHeartbeatWritesNoObject() {
        assertThat(ConnectorSettings.heartbeat(170000)).contains("pg_logical_emit_message(false, 'changeover'");
        assertThat(ConnectorSettings.heartbeat(130000)).contains("pg_logical_emit_message(true, 'changeover'");
    }

    private static Properties shipped() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(
                ConnectorSettings.class.getResourceAsStream("debezium-postgres.properties"), "the shipped file")) {
            properties.load(file);
        }
        return properties;
    }

    @Test
    void theQueueIsBoundedByTheHeap() {
        assertThat(ConnectorSettings.queueBytes(240L << 20)).isEqualTo(40L << 20);
        assertThat(ConnectorSettings.queueBytes(8L << 30)).isEqualTo(128L << 20);
    }
}
