package dev.changeover.transform.row;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.transform.message.RowId;
import java.util.HashMap;
import java.util.Map;
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

    RowChange change(Record<byte[], byte[]> record, int generation) {
        return reader.read(record.key(), record.value(), generation);
    }
}
