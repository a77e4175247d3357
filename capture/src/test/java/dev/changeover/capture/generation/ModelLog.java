package dev.changeover.capture.generation;

import dev.changeover.contract.topic.SourceTopics;
import io.debezium.data.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * V1's log, small enough to read: three transactions at a time write versions of a few keys, and V1 sends whole
 * transactions in the order of their commits, each record with the last commit or message sent before it.
 */
final class ModelLog {
    static final String TOPIC = SourceTopics.ofTable("drill_groups");

    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("user_id", Schema.OPTIONAL_INT32_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("description", Schema.OPTIONAL_STRING_SCHEMA)
            .field("is_liked_group", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .optional()
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("lsn", Schema.INT64_SCHEMA)
            .field("snapshot", Schema.STRING_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .field(Envelope.FieldName.OPERATION, Schema.STRING_SCHEMA)
            .field(Envelope.FieldName.SOURCE, SOURCE)
            .field(Envelope.FieldName.AFTER, ROW)
            .build();

    private record Write(int key, long lsn, int version) {}

    /** What V1 sends at one position: a transaction that committed there, or a message of ours (no writes). */
    private record Sent(long lsn, boolean message, List<Write> writes) {}

    private final Map<Integer, List<Write>> open = new TreeMap<>();
    private final Map<Integer, Integer> lockedBy = new HashMap<>();
    private final Map<Integer, Integer> versions = new TreeMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final boolean claimsTheCommitAtOnce;
    private long lsn = 1000;

    /** @param claimsTheCommitAtOnce the fault of a connector whose records carry the commit that is still to come */
    ModelLog(boolean claimsTheCommitAtOnce) {
        this.claimsTheCommitAtOnce = claimsTheCommitAtOnce;
    }

    /** The next version of each key that no other open transaction holds; all share one LSN, as those of a COPY do. */
    void write(int transaction, List<Integer> keys) {
        lsn++;
        for (int key : keys) {
            if (lockedBy.getOrDefault(key, transaction) == transaction) {
                lockedBy.put(key, transaction);
                int version = versions.merge(key, 1, Integer::sum);
                open.computeIfAbsent(transaction, id -> new ArrayList<>()).add(new Write(key, lsn, version));
            }
        }
    }

    void commit(int transaction) {
        List<Write> writes = open.remove(transaction);
        if (writes != null) {
            lockedBy.values().removeIf(holder -> holder == transaction);
            sent.add(new Sent(++lsn, false, writes));
        }
    }

    void message() {
        sent.add(new Sent(++lsn, true, List.of()));
    }

    void commitAll() {
        List.copyOf(open.keySet()).forEach(this::commit);
        message();
    }

    /** How many versions of each key V1 has. */
    Map<Integer, Integer> versions() {
        return Map.copyOf(versions);
    }

    /** What V1 sends to a capture that starts at this position. */
    List<SourceRecord> after(long position) {
        List<SourceRecord> records = new ArrayList<>();
        long commit = 0;
        for (Sent each : sent) {
            if (each.lsn() <= position) {
                continue;
            }
            for (Write write : each.writes()) {
                records.add(row(write, claimsTheCommitAtOnce ? each.lsn() : commit));
            }
            commit = each.lsn();
            if (each.message()) {
                records.add(new SourceRecord(
                        Map.of(), offset(commit, commit), "changeover.v1.message", null, null, null, null));
            }
        }
        return records;
    }

    private static SourceRecord row(Write write, long commit) {
        Struct key = new Struct(KEY).put("id", write.key());
        Struct row = new Struct(ROW).put("id", write.key()).put("name", "v" + write.version());
        Struct source = new Struct(SOURCE).put("lsn", write.lsn()).put("snapshot", "false");
        Struct value = new Struct(VALUE).put("op", "u").put("source", source).put("after", row);
        return new SourceRecord(Map.of(), offset(write.lsn(), commit), TOPIC, null, KEY, key, VALUE, value);
    }

    private static Map<String, ?> offset(long lsn, long commit) {
        return commit == 0 ? Map.of("lsn", lsn) : Map.of("lsn", lsn, "lsn_commit", commit);
    }
}
