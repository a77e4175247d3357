package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same row by snapshot and by stream, under three time zones of the JVM, against what V1 itself prints. */
class AwkwardValuesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> TABLES = List.of("users", "completed_sessions", "session_preferences");
    private static final TimeZone BEFORE = TimeZone.getDefault();

    private static CaptureWorld world;

    @BeforeAll
    static void fill() throws SQLException {
        world = CaptureWorld.create();
        world.sql("""
                INSERT INTO users (first_name, last_name, email, strengths, playstyle, biggest_challenge) VALUES
                  ('😀 é', E'tab\\tline\\nquote"back\\\\', 'a@x', '{ "b":1.50,  "a":1E2, "b":-0 }', '"\\u0000 \\ud83d"', 'null'),
                  ('', ' ', NULL, NULL, '[1e400, 1.0, 1.00]', '{"n": 9007199254740993}'),
                  ('__debezium_unavailable_value', 'NULL', 'b@x', '[]', '{}', '  [ 1 , 2 ]  ')""");
        world.sql("INSERT INTO users (first_name, strengths) VALUES"
                + " ('deep', (repeat('[', 6000) || repeat(']', 6000))::json),"
                + " (repeat('long ', 200000), to_json(repeat('x', 1000000)))");
        world.sql("""
                INSERT INTO completed_sessions (user_id, date) SELECT 1, d::timestamp FROM unnest(ARRAY[
                  '2024-01-01 00:00:00.123456', '2024-01-01', '2024-03-10 02:30:00.1', '2024-03-31 02:30:00',
                  '1883-11-18 12:03:58.000001', '1500-02-28 00:00:00', '0001-01-01', '0300-06-01 00:00:00.5',
                  '0044-03-15 12:00:00 BC', '4713-01-01 BC', '4714-11-24 00:00:00 BC', '0001-12-31 23:59:59.999999 BC', '10000-01-01', '294276-12-31 23:59:59.999999',
                  'infinity', '-infinity', '1969-12-31 23:59:59.999999']) d""");
        world.sql("""
                INSERT INTO session_preferences (user_id, available_equipment, target_skills) VALUES
                  (1, ARRAY['x', 'NULL', NULL, 'null', 'a b', 'a,b', 'a"b', E'a\\\\b', '', '{', '}', 'é😀', E'l\\nf', E'v\\x0bt'],
                      '{"b":1.00, "a": [1,2.0], "u":"\\u00e9"}'),
                  (1, '{}', 'null'), (1, NULL, NULL),
                  (1, ARRAY[['a', 'b'], ['c', NULL]], '1e400'),
                  (1, '[2:3]={a,b}', '9007199254740993.00'), (1, '[-5:-4]={a,NULL}', '[]'), (1, '{{{a},{b}}}', '""'),
                  (1, ARRAY['[Ljava.lang.String;@1'], '"x"')""");
    }

    @AfterAll
    static void stop() throws SQLException {
        TimeZone.setDefault(BEFORE);
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"UTC, 1", "America/New_York, 2", "Asia/Kolkata, 3"})
    void theSameRowBySnapshotAndByStreamIsWhatV1Prints(String zone, int generation) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Resnapshot.request(world.bootstrapServers(), CaptureWorld.PARTITIONS);
        try (Capture capture = Capture.start(world.config())) {
            await().atMost(SOON).until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);
            streamAllAgain();
            long lsn = world.currentLsn();
            await().atMost(SOON).until(() -> capture.status().acknowledgedLsn() >= lsn);
        }

        for (String table : TABLES) {
            Map<Long, List<@Nullable String>> printed = printed(table);
            assertThat(values(table, generation, false))
                    .as(table + " by snapshot")
                    .isEqualTo(printed);
            assertThat(values(table, generation, true)).as(table + " by stream").isEqualTo(printed);
        }
    }

    /** Deletes every row and inserts it again, so that every value travels, also what is stored out of line. */
    private static void streamAllAgain() throws SQLException {
        for (String table : List.of("completed_sessions", "session_preferences", "users")) {
            world.sql("CREATE TABLE copy_of_" + table + " AS TABLE " + table);
        }
        world.sql("DELETE FROM completed_sessions");
        world.sql("DELETE FROM session_preferences");
        world.sql("DELETE FROM users");
        for (String table : TABLES) {
            world.sql("INSERT INTO " + table + " SELECT * FROM copy_of_" + table);
            world.sql("DROP TABLE copy_of_" + table);
        }
    }

    private static Map<Long, List<@Nullable String>> values(String table, int generation, boolean streamed) {
        Map<Long, List<@Nullable String>> rows = new HashMap<>();
        for (RowChange change : world.changes(table)) {
            if (change.version().generation() == generation && change.version().streamed() == streamed) {
                if (change instanceof RowChange.Upsert upsert) {
                    rows.put(change.id(), upsert.row().values());
                } else if (change instanceof RowChange.Unreadable unreadable) {
                    rows.put(change.id(), List.of(unreadable.reason()));
                }
            }
        }
        return rows;
    }

    private static Map<Long, List<@Nullable String>> printed(String table) throws SQLException {
        List<SourceColumn> columns = MigrationPlan.table(table).sourceColumns();
        String list = columns.stream().map(column -> column.name() + "::text").collect(Collectors.joining(", "));
        Map<Long, List<@Nullable String>> rows = new HashMap<>();
        try (var own = world.connect();
                var statement = own.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, " + list + " FROM " + table)) {
            while (found.next()) {
                List<@Nullable String> texts = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    texts.add(found.getString(i + 2));
                }
                rows.put(found.getLong(1), texts);
            }
        }
        return rows;
    }
}
