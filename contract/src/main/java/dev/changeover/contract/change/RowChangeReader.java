package dev.changeover.contract.change;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.topic.TopicPlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Debezium's JSON envelope (without schemas, {@code time.precision.mode=isostring}) of one V1 table. The only
 * place that knows Debezium's encodings. Columns that the plan does not name are passed over. May be called from any
 * thread.
 */
public final class RowChangeReader {
    /**
     * What Debezium puts in place of a value that V1 did not send again ({@code unavailable.value.placeholder}). Long
     * and random, so that no value of V1 equals it by accident; not JSON, so that no {@code json} value can.
     */
    public static final String UNAVAILABLE = "changeover:not-sent-again:5f0b7f0e-93d4-4f0a-8d0c-6b1f2f6c9a7d";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(TopicPlan.MAX_RECORD_BYTES)
                    .build())
            .build();

    private final SourceTable table;
    private final Map<String, Integer> places = new HashMap<>();

    public RowChangeReader(SourceTable table) {
        this.table = requireNonNull(table, "table");
        for (int i = 0; i < table.columns().size(); i++) {
            places.put(table.columns().get(i).name(), i);
        }
    }

    /**
     * A value that cannot be read is a {@link RowChange.Unreadable}, or {@link RowChange.Unplaced} when not even its
     * position in V1's log can be told.
     *
     * @param generation from the record's header; 0 without one
     * @throws IllegalArgumentException when the key is not {@code {"id": n}}: nobody can say which row changed
     */
    public RowChange read(byte @Nullable [] key, byte @Nullable [] value, int generation) {
        long id = readId(key);
        if (value == null) {
            return new RowChange.Tombstone(id);
        }
        Envelope envelope = new Envelope(id, generation);
        try (JsonParser json = JSON.createParser(value)) {
            envelope.read(json);
        } catch (IOException broken) {
            // The parser's own message quotes the text around the fault, and that is a row's.
            return envelope.unreadable("the record is not the JSON of a Debezium envelope");
        }
        return envelope.change();
    }

    private long readId(byte @Nullable [] key) {
        if (key == null) {
            throw strangeKey();
        }
        try (JsonParser json = JSON.createParser(key)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals("id")) {
                        return json.getLongValue();
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException broken) {
            throw strangeKey(); // without the cause: the parser's own message quotes the key
        }
        throw strangeKey();
    }

    private IllegalArgumentException strangeKey() {
        return new IllegalArgumentException("the key of a record of " + table.name()
                + " is not {\"id\": <number>} in JSON; set key.converter.schemas.enable=false in Debezium");
    }

    /** What was read of one record so far. */
    private final class Envelope {
        private final long id;
        private final int generation;
        private final RowColumns columns = new RowColumns(table, places);
        private String op = "";
        private long lsn;
        private boolean lsnSeen;
        private boolean streamed = true;
        private @Nullable String reason;

        Envelope(long id, int generation) {
            this.id = id;
            this.generation = generation;
        }

        void read(JsonParser json) throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                reason = "the record is not a JSON object";
                return;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "op" -> op = json.getText();
                    case "source" -> readSource(json);
                    case "unreadable" -> reason = json.getText();
                    case "after" -> {
                        if (token == JsonToken.START_OBJECT) {
                            columns.read(json);
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        }

        private void readSource(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (name.equals("lsn") && token == JsonToken.VALUE_NUMBER_INT) {
                    lsn = json.getLongValue();
                    lsnSeen = true;
                } else if (name.equals("snapshot") && token != JsonToken.VALUE_NULL) {
                    streamed = json.getText().equals("false"); // else true, first, last_in_data_collection, …
                } else {
                    json.skipChildren();
                }
            }
        }

        RowChange change() {
            if (reason != null) {
                return unreadable(reason);
            }
            if (!isPlaced()) {
                return unreadable("the record does not say where in V1's log it stands");
            }
            return switch (op) {
                case "d" -> new RowChange.Delete(id, version());
                case "c", "u", "r" -> upsert();
                default -> unreadable("the record has no op of Debezium that a row can have");
            };
        }

        private RowChange upsert() {
            String missing = columns.problem();
            return missing == null
                    ? new RowChange.Upsert(columns.row(id), version(), columns.unchanged())
                    : unreadable(missing);
        }

        RowChange unreadable(String why) {
            return isPlaced()
                    ? new RowChange.Unreadable(id, version(), why)
                    : new RowChange.Unplaced(id, generation, why);
        }

        /** Between snapshot rows of one generation an LSN means nothing. */
        private boolean isPlaced() {
            return lsnSeen || !streamed;
        }

        private RowVersion version() {
            return new RowVersion(generation, streamed, lsn);
        }
    }
}
