package dev.changeover.contract.stage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The name under which the broker knows one process of a stage, its {@code group.instance.id}. It is kept in a file that one
 * process at a time holds, so that a process that starts after another died takes that one's place in the group at once, instead of
 * waiting until it is missed. The system lets go of the file when the process ends, however it ends. Safe for any thread.
 */
public final class InstanceName implements AutoCloseable {
    /**
     * Files that this process holds. POSIX drops a process's lock when it closes any descriptor of the file, so a second
     * attempt from here must not even open it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final int LENGTH = 36;
    private static final Pattern NAME = Pattern.compile("[0-9a-f-]{" + LENGTH + "}");

    private final Path path;
    private final FileChannel file;
    private final String value;

    private InstanceName(Path path, FileChannel file, String value) {
        this.path = requireNonNull(path, "path");
        this.file = requireNonNull(file, "file");
        this.value = requireNonNull(value, "value");
    }

    /**
     * Takes the name that is in {@code directory/file}, and makes what is not there: the directory, the file, a name.
     *
     * @return empty when somebody holds it
     * @throws IOException when it cannot be written
     */
    public static Optional<InstanceName> take(Path directory, String file) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.toRealPath().resolve(file);
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        Optional<InstanceName> taken = Optional.empty();
        try {
            taken = open(path);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                HELD_HERE.remove(path);
            }
        }
    }

    /**
     * The first name that nobody holds of those in {@code 1.lock}, {@code 2.lock} and so on: several processes may share the
     * directory.
     *
     * @throws IOException when it cannot be written
     */
    public static InstanceName takeFirstFree(Path directory) throws IOException {
        for (int number = 1; ; number++) {
            Optional<InstanceName> free = take(directory, number + ".lock");
            if (free.isPresent()) {
                return free.get();
            }
        }
    }

    private static Optional<InstanceName> open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Optional<InstanceName> held = Optional.empty();
        try {
            if (file.tryLock() != null) { // kept until the file is closed
                held = Optional.of(new InstanceName(path, file, nameIn(file)));
            }
            return held;
        } finally {
            if (held.isEmpty()) {
                file.close();
            }
        }
    }

    private static String nameIn(FileChannel file) throws IOException {
        ByteBuffer known = ByteBuffer.allocate(LENGTH);
        file.read(known, 0);
        String name = US_ASCII.decode(known.flip()).toString();
        if (NAME.matcher(name).matches()) {
            return name;
        }
        String made = UUID.randomUUID().toString(); // it was never written, or not to its end
        file.write(US_ASCII.encode(made), 0);
        return made;
    }

    /** 36 characters: hexadecimal digits and hyphens. */
    public String value() {
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
