package dev.changeover.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files are what Debezium 3.6.3 wrote, {@code owner} added. */
class RowChangeReaderTest {
    private static final SourceTable TABLE = new SourceTable(
            "t",
            Optional.of("owner"),
            List.of(
                    new SourceColumn("arr", ColumnType.TEXT_ARRAY),
                    new SourceColumn("s", ColumnType.TEXT),
                    new SourceColumn("b", ColumnType.BOOLEAN),
                    new SourceColumn("i", ColumnType.INTEGER),
                    new SourceColumn("j", ColumnType.JSON),
                    new SourceColumn("jb", ColumnType.JSONB),
                    new SourceColumn("ts", ColumnType.TIMESTAMP)));

    private final RowChangeReader reader = new RowChangeReader(TABLE);

    @Test
    void readsASnapshotRowAsPostgresPrintsIt() {
        RowChange change = reader.read(key(1), golden("snapshot-row.json"), 3);

        assertThat(change).isInstanceOf(RowChange.Upsert.class);
        RowChange.Upsert upsert = (RowChange.Upsert) change;
        assertThat(upsert.version()).isEqualTo(new RowVersion(3, false, 26660352));
        assertThat(upsert.row().parentId()).isEqualTo(9);
        assertThat(upsert.unchanged()).isEmpty();
        assertThat(upsert.row().values())
                .containsExactly(
                        "{x,\"NULL\",NULL,\"a b\",\"a\\\"b\",\"a\\\\b\",\"\",\"{\",é😀}",
                        "a",
                        "true",
                        "1",
                        "{ \"a\": 1.50 }",
                        "{\"a\": [1, 2.0], \"b\": 1.00}",
                        "2024-01-01 00:00:00.123456");
    }

    @Test
    void marksWhatV1DidNotSendAgain() {
        RowChange.Upsert upsert = (RowChange.Upsert) reader.read(key(1), golden("unchanged-toast.json"), 3);

        assertThat(upsert.version()).isEqualTo(new RowVersion(3, true, 31465912));
        assertThat(upsert.unchanged()).isEqualTo(Set.of(0, 1, 4, 5));
        assertThat(upsert.row().values()).containsExactly(null, null, null, "1", null, null, null);
        assertThat(upsert.row().parentId()).isNull();
    }

    @Test
    void readsADeleteByItsKeyAlone() {
        assertThat(reader.read(key(2), golden("delete.json"), 1))
                .isEqualTo(new RowChange.Delete(2, new RowVersion(1, true, 31466504)));
    }

    @Test
    void aTombstoneOfAnotherDebeziumSaysNothingOfItsOwn() {
        assertThat(reader.read(key(2), null, 1)).isEqualTo(new RowChange.Tombstone(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{}",
                "[]",
                "null",
                "{\"op\":\"d\",\"after\":null}",
                "{\"op\":\"d\",\"after\":null,\"source\":{\"lsn\":null}}",
                "{\"op\":\"d\",\"after\":null,\"source\":{\"lsn\":\"17\"}}",
                "{\"op\":\"d\",\"after\":null,\"source\":17}",
                "{\"op\":\"d\",\"source\":{\"lsn\":123456789012345678901234567890}}",
                "{\"op\":{\"op\":\"d\"},\"source\":{\"lsn\":17}}",
                "{\"id\":1,\"s\":\"a row without its envelope\"}"
            })
    void whatIsNoEnvelopeIsUnplacedAndNeverOlderThanWhatIsKnown(String value) {
        assertThat(reader.read(key(2), bytes(value), 1)).isInstanceOf(RowChange.Unplaced.class);
    }

    @Test
    void anEnvelopeThatBreaksOffAfterItsPositionKeepsIt() {
        byte[] value = bytes("{\"source\":{\"lsn\":5,\"snapshot\":\"false\"},\"op\":\"u\",\"after\":{\"s");

        assertThat(reader.read(key(2), value, 1).version()).isEqualTo(new RowVersion(1, true, 5));
    }

    @Test
    void readsWhatCaptureCouldNotSendAsUnreadable() {
        byte[] value = bytes("{\"unreadable\": \"too large\", \"source\": {\"lsn\": 5, \"snapshot\": \"false\"}}");

        assertThat(reader.read(key(2), value, 1))
                .isEqualTo(new RowChange.Unreadable(2, new RowVersion(1, true, 5), "too large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "first", "last", "first_in_data_collection", "last_in_data_collection"})
    void knowsEveryMarkOfASnapshotRow(String mark) {
        assertThat(readWith("\"s\":\"x\"", mark).version().streamed()).isFalse();
    }

    @Test
    void aRecordWithoutASnapshotMarkIsStreamed() {
        byte[] value = bytes("{\"op\":\"d\",\"after\":null,\"source\":{\"lsn\":1}}");

        assertThat(reader.read(key(1), value, 1).version().streamed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00Z, 2024-01-01 00:00:00",
        "2024-01-01T00:00:00.120Z, 2024-01-01 00:00:00.12",
        "2024-01-01T00:00:00.000000Z, 2024-01-01 00:00:00",
        "1883-11-18T12:03:58.000001Z, 1883-11-18 12:03:58.000001",
        "0300-01-01T00:00:00.5Z, 0300-01-01 00:00:00.5",
        "0000-02-03T04:05:06.7Z, 0001-02-03 04:05:06.7 BC",
        "-4712-01-01T00:00:00Z, 4713-01-01 00:00:00 BC",
        "+10000-01-01T00:00:00Z, 10000-01-01 00:00:00",
        "+294276-12-31T23:59:59.999999Z, 294276-12-31 23:59:59.999999",
        "+294247-01-10T04:00:25.2Z, infinity",
        "-290308-12-21T19:59:27.6Z, -infinity"
    })
    void printsTimestampsAsPostgresDoes(String debezium, String postgres) {
        assertThat(TimestampText.of(debezium)).isEqualTo(postgres);
    }

    @Test
    void aValueOfAnotherTypeMakesTheRowUnreadableAndNamesTheColumnOnly() {
        RowChange change = readWith("\"ts\":1704067200123456", "false");

        assertThat(change).isInstanceOf(RowChange.Unreadable.class);
        assertThat(((RowChange.Unreadable) change).reason())
                .contains("column ts")
                .doesNotContain("1704067200123456");
    }

    @Test
    void anArrayWithinAnArrayIsUnreadableAndNeverCutShort() {
        assertThat(readWith("\"arr\":[\"[Ljava.lang.String;@610c10d7\"]", "false"))
                .isInstanceOf(RowChange.Unreadable.class);
        assertThat(readWith("\"arr\":[[\"a\"],[\"b\"]]", "false")).isInstanceOf(RowChange.Unreadable.class);
    }

    @Test
    void anArrayThatCameAsPostgresPrintedItStaysAsItIs() {
        RowChange.Upsert upsert = (RowChange.Upsert) readWith("\"arr\":\"[2:3]={a,NULL}\"", "false");

        assertThat(upsert.row().values().get(0)).isEqualTo("[2:3]={a,NULL}");
    }

    @Test
    void aRowWithoutAColumnOfThePlanIsUnreadable() {
        byte[] value = bytes("{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"lsn\":1}}");

        assertThat(reader.read(key(1), value, 1)).isInstanceOf(RowChange.Unreadable.class);
    }

    @Test
    void brokenJsonIsUnreadableWithoutQuotingTheRow() {
        RowChange change = reader.read(key(1), bytes("{\"op\":\"c\",\"after\":{\"s\":\"secret"), 1);

        assertThat(change).isInstanceOf(RowChange.Unplaced.class);
        assertThat(((RowChange.Unplaced) change).reason()).doesNotContain("secret");
    }

    @Test
    void aTextOfTenMegabytesIsRead() {
        String text = "x".repeat(30_000_000);

        RowChange.Upsert upsert = (RowChange.Upsert) readWith("\"s\":\"" + text + "\"", "false");

        assertThat(upsert.row().values().get(1)).hasSize(30_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{},\"payload\":{\"id\":1}}",
                "secret@example.org",
                "\"secret\"",
                "{\"id\":\"secret\"}",
                "{\"id\":1e400}",
                "{\"id\":99999999999999999999}",
                "{\"id\":",
                ""
            })
    void refusesAKeyThatNamesNoRowWithoutQuotingIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(bytes(key), null, 1))
                .withMessageContaining("schemas.enable")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @Test
    void refusesARecordWithoutAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(null, bytes("{}"), 1))
                .withMessageContaining("the key of a record of t");
    }

    /** A row whose columns are null but for the one given. */
    private RowChange readWith(String column, String snapshot) {
        String name = column.substring(1, column.indexOf('"', 1));
        StringBuilder after = new StringBuilder("{\"id\":1,\"owner\":null");
        for (SourceColumn each : TABLE.columns()) {
            after.append(',').append(each.name().equals(name) ? column : "\"" + each.name() + "\":null");
        }
        return reader.read(
                key(1),
                bytes("{\"op\":\"c\",\"after\":" + after + "},\"source\":{\"lsn\":1,\"snapshot\":\"" + snapshot
                        + "\"}}"),
                1);
    }

    private static byte[] key(long id) {
        return bytes("{\"id\":" + id + "}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] golden(String name) {
        try (InputStream file = Objects.requireNonNull(RowChangeReaderTest.class.getResourceAsStream(name), name)) {
            return bytes(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("$UNAVAILABLE", RowChangeReader.UNAVAILABLE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
