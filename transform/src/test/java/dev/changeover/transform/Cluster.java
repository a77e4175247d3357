package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.transform.message.ChildKey;
import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.ParentChange.OwnerKnown;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.SweepPiece;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.parent.ParentStep;
import dev.changeover.transform.row.RowStep;
import dev.changeover.transform.row.StartOffsets;
import dev.changeover.transform.task.LiveCounts;
import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Steps 1 and 2 with several partitions and no broker: partitions are queues, and which of them moves next is up to chance. Each
 * keeps its own order, as Kafka's do.
 */
final class Cluster {
    static final int PARTITIONS = 3;
    private static final TargetTopics TOPICS = new TargetTopics("test");

    private final Random chance;
    private final Map<String, Deque<Runnable>> queues = new TreeMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<Task<byte[], byte[]>> rowTasks = new ArrayList<>();
    private final List<Task<String, ParentChange>> parentTasks = new ArrayList<>();
    private final List<UserMessage> toUsers = new ArrayList<>();

    /** A message to a user, as its partition of by-user holds it. */
    record UserMessage(int partition, String key, UserChange change) {}

    /** One task: its processor, and what it forwarded since it was last asked. */
    private record Task<K, V>(
            int partition, Processor<K, V, String, Message> processor, MockProcessorContext<String, Message> context) {}

    Cluster(long seed) {
        chance = new Random(seed);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rowTasks.add(rowTask(partition));
            parentTasks.add(parentTask(partition));
        }
    }

    void take(V1Record record) {
        int partition = Math.floorMod(Utils.murmur2(record.key()), PARTITIONS);
        String queue = record.topic() + "/" + partition;
        long offset = offsets.merge(queue, 1L, Long::sum) - 1;
        queue(
                queue,
                () -> runRow(
                        partition,
                        record.topic(),
                        offset,
                        new Record<>(record.key(), record.bytes(), 0, record.headers())));
    }

    /** Nothing overtakes the record. */
    void takeAndSettle(V1Record record) {
        take(record);
        settle();
    }

    void endSnapshot(int generation) {
        Map<String, List<Long>> ends = new HashMap<>();
        for (String table : MigrationPlan.capturedTables()) {
            List<Long> ofTable = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ofTable.add(offsets.getOrDefault(SourceTopics.ofTable(table) + "/" + partition, 0L));
            }
            ends.put(table, ofTable);
        }
        byte[] event = SnapshotEventCodec.encode(new SnapshotEvent.Ended(generation, ends));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int target = partition;
            queue(
                    "control/" + partition,
                    () -> runRow(target, SourceTopics.CONTROL, 0, new Record<>("g".getBytes(UTF_8), event, 0)));
        }
    }

    /** Lets everything arrive, in an order that chance decides, and answers what by-user then holds. */
    List<UserMessage> settle() {
        while (!queues.isEmpty()) {
            List<String> names = List.copyOf(queues.keySet());
            String name = names.get(chance.nextInt(names.size()));
            Deque<Runnable> queue = queues.getOrDefault(name, new ArrayDeque<>());
            queue.remove().run();
            if (queue.isEmpty()) {
                queues.remove(name);
            }
        }
        return toUsers;
    }

    private void runRow(int partition, String topic, long offset, Record<byte[], byte[]> record) {
        Task<byte[], byte[]> task = rowTasks.get(partition);
        task.context.setRecordMetadata(topic, partition, offset);
        task.processor.process(record);
        route("row-" + partition, task);
    }

    private void route(String from, Task<?, ?> task) {
        for (var forwarded : List.copyOf(task.context.forwarded())) {
            String key = forwarded.record().key();
            Message message = forwarded.record().value();
            if (message instanceof UserChange change) {
                toUser(from, key, change);
            } else if (message instanceof ParentChange change) {
                toParent(from, key, change);
            } else if (message instanceof SweepPiece piece) {
                byte[] bytes = SweepPiece.SERDE.serializer().serialize("", piece);
                queue(
                        "sweep/" + piece.partition(),
                        () -> runRow(
                                piece.partition(), TOPICS.sweep(), 0, new Record<>("s".getBytes(UTF_8), bytes, 0)));
            } else {
                throw new AssertionError(message);
            }
        }
        task.context.resetForwards();
    }

    private void toUser(String from, String key, UserChange change) {
        boolean all = change instanceof UserChange.ForEveryPartition;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (all || partition == partitionOf(key)) {
                int target = partition;
                // a queue a writer: a partition keeps the order of each, and mixes them as it likes
                queue("user/" + from + "/" + partition, () -> toUsers.add(new UserMessage(target, key, change)));
            }
        }
    }

    private void toParent(String from, String key, ParentChange change) {
        boolean all = change instanceof ParentChange.SnapshotPassed;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (all || partition == partitionOf(key)) {
                int target = partition;
                queue("parent/" + from + "/" + partition, () -> {
                    Task<String, ParentChange> task = parentTasks.get(target);
                    task.processor.process(new Record<>(key, change, 0));
                    route("parent-" + target, task);
                });
            }
        }
    }

    private void queue(String name, Runnable step) {
        queues.computeIfAbsent(name, each -> new ArrayDeque<>()).add(step);
    }

    private static int partitionOf(String key) {
        return Math.floorMod(Utils.murmur2(key.getBytes(UTF_8)), PARTITIONS);
    }

    private static Task<byte[], byte[]> rowTask(int partition) {
        MockProcessorContext<String, Message> context = context(0, partition);
        store(context, RowStep.ROWS, RowId.SERDE, RowState.SERDE);
        store(context, RowStep.PROGRESS, Serdes.String(), Serdes.Long());
        store(context, RowStep.SNAPSHOTS, Serdes.String(), Serdes.ByteArray());
        RowStep step = new RowStep(TOPICS, StartOffsets.NONE, new LiveCounts());
        step.init(context);
        return new Task<>(partition, step, context);
    }

    private static Task<String, ParentChange> parentTask(int partition) {
        MockProcessorContext<String, Message> context = context(1, partition);
        store(context, ParentStep.OWNERS, RowId.SERDE, OwnerKnown.STORED);
        store(context, ParentStep.CHILDREN, ChildKey.SERDE, RowState.SERDE);
        store(context, ParentStep.PROGRESS, Serdes.String(), Serdes.Long());
        ParentStep step = new ParentStep(PARTITIONS, new LiveCounts());
        step.init(context);
        return new Task<>(partition, step, context);
    }

    static <F> MockProcessorContext<String, F> context(int step, int partition) {
        return new MockProcessorContext<>(new Properties(), new TaskId(step, partition), new File("unused"));
    }

    static <K, V> KeyValueStore<K, V> store(
            MockProcessorContext<?, ?> context, String name, Serde<K> key, Serde<V> value) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }
}
