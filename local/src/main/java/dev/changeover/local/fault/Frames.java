package dev.changeover.local.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Finds the messages in one direction of a PostgreSQL connection, however the network cuts them. What is not PostgreSQL's
 * protocol, or is encrypted, passes without a message. Confined to one thread, but for {@link #expectAnswerByte()}.
 */
final class Frames {
    /** Enough of a message to know a short statement. */
    private static final int HEAD_BYTES = 512;

    private static final String READ_TYPES = "QPBEC";
    private static final int LARGEST_GREETING = 10_000;
    private static final int ENCRYPTION_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean greeting;
    private volatile boolean answerByte;
    private boolean foreign;
    private long missing = -1;
    private Optional<Frame> completed = Optional.empty();

    private Frames(boolean greeting) {
        this.greeting = greeting;
    }

    /** A client begins with messages that have no type. */
    static Frames ofClient() {
        return new Frames(true);
    }

    static Frames ofServer() {
        return new Frames(false);
    }

    /** The server answers a request for encryption with one byte; anything but {@code N} makes the rest unreadable. */
    void expectAnswerByte() {
        answerByte = true;
    }

    /** Reads to the end of one message, or of the chunk. Returns where it stopped. */
    int read(byte[] chunk, int from, int to) {
        completed = Optional.empty();
        if (foreign) {
            return to;
        }
        int at = from;
        if (answerByte) {
            answerByte = false;
            foreign = chunk[at++] != 'N';
        }
        while (at < to && !foreign && completed.isEmpty()) {
            at = missing < 0 ? readLength(chunk, at) : readBody(chunk, at, to);
        }
        return foreign ? to : at;
    }

    /** The message that ended where the last reading stopped. */
    Optional<Frame> completed() {
        return completed;
    }

    private int readLength(byte[] chunk, int at) {
        head.write(chunk[at]);
        int prefix = greeting ? 0 : 1;
        if (head.size() == prefix + Integer.BYTES) {
            missing = (long) ByteBuffer.wrap(head.toByteArray()).getInt(prefix) - Integer.BYTES;
            foreign = missing < 0 || (greeting && missing > LARGEST_GREETING);
            complete();
        }
        return at + 1;
    }

    private int readBody(byte[] chunk, int from, int to) {
        int length = (int) Math.min(missing, to - from);
        head.write(chunk, from, Math.min(length, Math.max(0, HEAD_BYTES - head.size())));
        missing -= length;
        complete();
        return from + length;
    }

    private void complete() {
        if (missing != 0 || foreign) {
            return;
        }
        byte[] message = head.toByteArray();
        completed = greeting ? greeted(message) : Optional.of(typed(message));
        head.reset();
        missing = -1;
    }

    private Optional<Frame> greeted(byte[] message) {
        int code = message.length < 2 * Integer.BYTES
                ? 0
                : ByteBuffer.wrap(message).getInt(Integer.BYTES);
        if (code == ENCRYPTION_REQUEST || code == GSS_REQUEST) {
            return Optional.of(new Frame(Frame.ENCRYPTION_REQUEST, List.of()));
        }
        greeting = false;
        foreign = code >> 16 != 3; // the protocol's version; a request to cancel is followed by nothing
        return Optional.empty();
    }

    private static Frame typed(byte[] message) {
        char type = (char) message[0];
        if (READ_TYPES.indexOf(type) < 0) {
            return new Frame(type, List.of());
        }
        int start = 1 + Integer.BYTES;
        return new Frame(type, List.of(new String(message, start, message.length - start, UTF_8).split("\0", 3)));
    }
}
