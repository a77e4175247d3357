package dev.changeover.transform.task;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.ParentChange;
import dev.changeover.transform.message.ReleasePiece;
import dev.changeover.transform.message.RowId;
import dev.changeover.transform.message.SweepPiece;
import dev.changeover.transform.message.UserChange;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;

/** Where a task's messages go. Within one partition of a topic they keep their order. Confined to the task's thread. */
public final class Outlet {
    private final Consumer<Record<String, Message>> forward;
    private long timestamp;

    public Outlet(Consumer<Record<String, Message>> forward) {
        this.forward = requireNonNull(forward, "forward");
    }

    /** The time that messages carry from now on: that of the record in hand, as Streams expects. */
    public void at(long timestampMillis) {
        timestamp = timestampMillis;
    }

    public void toUser(long user, UserChange change) {
        send(Long.toString(user), change);
    }

    public void toParent(RowId parent, ParentChange change) {
        send(parent.plan().name() + "/" + parent.id(), change);
    }

    public void toEveryUserPartition(UserChange.ForEveryPartition message) {
        send("*", message);
    }

    public void toEveryParentPartition(ParentChange.SnapshotPassed message) {
        send("*", message);
    }

    public void toSelf(SweepPiece piece) {
        send("sweep", piece);
    }

    public void toSelf(ReleasePiece piece) {
        send("release", piece);
    }

    private void send(String key, Message message) {
        forward.accept(new Record<>(key, message, timestamp));
    }
}
