package dev.changeover.local.fault;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one connection, and springs the trap at its moment. Follows every connection from its beginning, because a
 * statement that was prepared then may be executed by its name long after. Each direction is confined to one thread.
 */
final class Conversation {
    private final Traps traps;
    private final Frames client = Frames.ofClient();
    private final Frames server = Frames.ofServer();
    private final Statements statements = new Statements();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile Trap.@Nullable ReplyTo awaited;
    private String lastTag = "";

    Conversation(Traps traps) {
        this.traps = traps;
    }

    Passage fromClient(byte[] chunk, int length) {
        Trap trap = traps.set();
        if (trap instanceof Trap.AfterBytes bytes) {
            int share = bytes.share(length);
            if (bytes.isDue() && traps.take(trap)) {
                return struck(Passage.of(chunk, share));
            }
        }
        int at = 0;
        while (at < length) {
            at = client.read(chunk, at, length);
            Optional<Frame> frame = client.completed();
            if (frame.isPresent() && trap instanceof Trap.InCopy && isCopy(frame.get()) && traps.take(trap)) {
                return struck(Passage.of(chunk, at));
            }
            frame.ifPresent(this::listen);
        }
        return Passage.of(chunk, length);
    }

    Passage fromServer(byte[] chunk, int length) {
        boolean answered = false;
        int at = 0;
        while (at < length) {
            at = server.read(chunk, at, length);
            answered |= server.completed().map(this::endsAnAnswer).orElse(false);
        }
        Trap.ReplyTo waiting = awaited;
        if (waiting == null) {
            return Passage.of(chunk, length);
        }
        held.write(chunk, 0, length);
        if (!answered) {
            return Passage.nothing();
        }
        if (lastTag.equals(waiting.command())) {
            return struck(Passage.nothing());
        }
        awaited = null; // refused, or rolled back: there is no success to hide
        traps.putBack(waiting);
        byte[] all = held.toByteArray();
        held.reset();
        return Passage.of(all, all.length);
    }

    private void listen(Frame frame) {
        if (frame.is(Frame.ENCRYPTION_REQUEST)) {
            server.expectAnswerByte();
        }
        String executed = statements.executed(frame).orElse("");
        if (traps.set() instanceof Trap.ReplyTo trap && executed.equalsIgnoreCase(trap.command()) && traps.take(trap)) {
            awaited = trap;
        }
    }

    private boolean endsAnAnswer(Frame frame) {
        if (frame.is(Frame.COMMAND_COMPLETE)) {
            lastTag = frame.text(0);
        } else if (frame.is(Frame.ERROR)) {
            lastTag = "";
        }
        return frame.is(Frame.READY_FOR_QUERY);
    }

    private static boolean isCopy(Frame frame) {
        return frame.is(Frame.COPY_DATA);
    }

    private Passage struck(Passage last) {
        traps.count();
        return last.andReset();
    }
}
