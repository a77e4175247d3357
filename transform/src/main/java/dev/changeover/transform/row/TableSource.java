package dev.changeover.transform.row;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.transform.message.RowId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/** Reads the changes of one V1 table. Confined to one thread. */
record TableSource(String table, int number, RowChangeReader reader) {
    TableSource {
        requireNonNull(table, "table");
        requireNonNull(reader, "reader");
    }

    /** The sources of all captured tables by the names of their topics. */
    static Map<String, TableSource> byTopic() {
        Map<String, TableSource> sources = new HashMap<>();
        for (TablePlan plan : MigrationPlan.tables()) {
            RowChangeReader reader = new RowChangeReader(plan.source());
            sources.put(SourceTopics.ofTable(plan.name()), new TableSource(plan.name(), plan.number(), reader));
        }
        RowChangeReader drills = new RowChangeReader(MigrationPlan.drills());
        sources.put(
                SourceTopics.ofTable(MigrationPlan.DRILLS),
                new TableSource(MigrationPlan.DRILLS, RowId.DRILLS, drills));
        return sources;
    }

    /** @throws IllegalArgumentException when nobody can say which row the record is about */
    RowChange change(Record<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(SourceTopics.GENERATION_HEADER);
        if (header == null) {
            return reader.read(record.key(), record.value(), 0);
        }
        OptionalInt generation = generation(header);
        if (generation.isPresent()) {
            return reader.read(record.key(), record.value(), generation.getAsInt());
        }
        long id = reader.read(record.key(), record.value(), 0).id();
        return new RowChange.Unplaced(
                id, 0, "the record's header " + SourceTopics.GENERATION_HEADER + " is not a number");
    }

    private static OptionalInt generation(Header header) {
        try {
            int generation = Integer.parseInt(new String(header.value(), US_ASCII));
            return generation < 0 ? OptionalInt.empty() : OptionalInt.of(generation);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
