package dev.changeover.local.fault.clock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Points a class file's calls of the clock to {@link ShiftedTime}. A call names its target in the file's constant pool,
 * so that another class's name there is all that it takes: no code is touched.
 */
final class ClockCalls {
    private static final Set<String> METHODS = Set.of(
            "java/lang/System.currentTimeMillis()J",
            "jdk/internal/misc/VM.getNanoTimeAdjustment(J)J",
            "java/util/concurrent/locks/LockSupport.parkUntil(J)V",
            "java/util/concurrent/locks/LockSupport.parkUntil(Ljava/lang/Object;J)V");
    private static final byte[] TARGET =
            ShiftedTime.class.getName().replace('.', '/').getBytes(UTF_8);
    private static final int COUNT_AT = 8;
    private static final int MAX_COUNT = 0xFFFF;
    private static final int TEXT = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;

    private final ByteBuffer file;
    private final int[] entries;
    private final int end;

    private ClockCalls(byte[] classFile) {
        file = ByteBuffer.wrap(classFile.clone());
        entries = new int[file.getChar(COUNT_AT)];
        int at = COUNT_AT + 2;
        for (int entry = 1; entry < entries.length; entry++) {
            entries[entry] = at;
            int tag = file.get(at);
            entry += tag == 5 || tag == 6 ? 1 : 0; // a long and a double take two
            at += 1 + size(tag, at + 1);
        }
        end = at;
    }

    /** The class with its calls redirected; empty if it has none. */
    static Optional<byte[]> redirected(byte[] classFile) {
        ClockCalls calls = new ClockCalls(classFile);
        List<Integer> found = calls.find();
        return found.isEmpty() || calls.entries.length + 2 > MAX_COUNT
                ? Optional.empty()
                : Optional.of(calls.redirect(found));
    }

    /** Where the methods' entries are. */
    private List<Integer> find() {
        List<Integer> found = new ArrayList<>();
        for (int at : entries) {
            if (at > 0 && file.get(at) == METHOD && METHODS.contains(method(at))) {
                found.add(at);
            }
        }
        return found;
    }

    private byte[] redirect(List<Integer> methods) {
        methods.forEach(at -> file.putChar(at + 1, (char) (entries.length + 1)));
        file.putChar(COUNT_AT, (char) (entries.length + 2));
        return ByteBuffer.allocate(file.capacity() + 6 + TARGET.length)
                .put(file.duplicate().limit(end))
                .put((byte) TEXT)
                .putChar((char) TARGET.length)
                .put(TARGET)
                .put((byte) CLASS)
                .putChar((char) entries.length)
                .put(file.duplicate().position(end))
                .array();
    }

    private String method(int at) {
        int nameAndType = entry(at + 3);
        return text(entry(entry(at + 1) + 1)) + "." + text(entry(nameAndType + 1)) + text(entry(nameAndType + 3));
    }

    private int entry(int at) {
        return entries[file.getChar(at)];
    }

    private String text(int at) {
        byte[] bytes = new byte[file.getChar(at + 1)];
        file.get(at + 3, bytes);
        return new String(bytes, UTF_8);
    }

    /** The length of an entry after its tag, as the Java machine's specification has it. */
    private int size(int tag, int at) {
        return switch (tag) {
            case TEXT -> 2 + file.getChar(at);
            case 5, 6 -> 8;
            case 15 -> 3;
            case CLASS, 8, 16, 19, 20 -> 2;
            default -> 4;
        };
    }
}
