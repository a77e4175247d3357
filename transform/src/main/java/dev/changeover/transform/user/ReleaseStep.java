package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.Message;
import dev.changeover.transform.message.ReleasePiece;
import dev.changeover.transform.message.RowState;
import dev.changeover.transform.message.UserChange;
import dev.changeover.transform.message.UserChange.DrillTitle;
import dev.changeover.transform.message.UserRowKey;
import dev.changeover.transform.message.WaitingKey;
import dev.changeover.transform.task.Outlet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Has users assembled though none of their rows changed: a bounded piece at a time, and the rest through the release topic,
 * so that no other record waits long and a crash loses nothing.
 */
public final class ReleaseStep implements Processor<String, ReleasePiece, String, Message> {
    /** Users asked for in one piece. */
    static final int PIECE = 500;

    private @Nullable Task task;

    /** What exists only while the step runs. */
    private record Task(
            Outlet outlet, KeyValueStore<UserRowKey, RowState> rows, DrillTitleStore titles, Releases releases) {}

    @Override
    public void init(ProcessorContext<String, Message> context) {
        KeyValueStore<UserRowKey, RowState> rows = context.getStateStore(UserStores.ROWS);
        KeyValueStore<Long, DrillTitle> titles = context.getStateStore(UserStores.TITLES);
        KeyValueStore<WaitingKey, Boolean> waiting = context.getStateStore(UserStores.WAITING);
        KeyValueStore<String, Long> progress = context.getStateStore(UserStores.PROGRESS);
        Releases releases = new Releases(context.taskId().partition(), progress);
        task = new Task(new Outlet(context::forward), rows, new DrillTitleStore(titles, waiting), releases);
    }

    @Override
    public void process(Record<String, ReleasePiece> record) {
        Task running = requireNonNull(task, "task");
        running.outlet.at(record.timestamp());
        ReleasePiece piece = record.value();
        if (piece.drill().isPresent()) {
            releaseWaiting(running, piece, piece.drill().getAsLong());
        } else {
            releaseAll(running, piece);
        }
    }

    private static void releaseAll(Task running, ReleasePiece piece) {
        long from = piece.fromUser();
        for (int users = 0; users < PIECE; users++) {
            OptionalLong found = Assembly.firstUserFrom(running.rows, from);
            if (found.isEmpty()) {
                running.releases.finished().ifPresent(running.outlet::toSelf);
                return;
            }
            long user = found.getAsLong();
            running.outlet.toUser(user, new UserChange.Assemble());
            from = user + 1;
        }
        running.outlet.toSelf(piece.continuedFrom(from));
    }

    private static void releaseWaiting(Task running, ReleasePiece piece, long drill) {
        List<Long> users = running.titles.waitingFor(drill, piece.fromUser(), PIECE);
        for (long user : users) {
            running.outlet.toUser(user, new UserChange.Assemble());
            running.titles.waitsNoMore(drill, user);
        }
        if (users.size() == PIECE) {
            running.outlet.toSelf(piece.continuedFrom(users.get(PIECE - 1) + 1));
        }
    }
}
