package dev.changeover.bench.world;

import static java.util.Objects.requireNonNull;

import dev.changeover.local.TemporaryFolder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Everything that a run starts. Confined to one thread. */
public final class World implements AutoCloseable {
    private final WorldConfig config;
    private final TemporaryFolder folder;
    private final Databases databases;
    private final Changeover changeover;
    private final Reference reference;
    private final Consumer<String> lines;
    private int pairs;

    private World(
            WorldConfig config,
            TemporaryFolder folder,
            Databases databases,
            Optional<MachinePrograms> clients,
            Consumer<String> lines) {
        this.config = config;
        this.folder = folder;
        this.databases = databases;
        this.changeover = new Changeover(config.repository());
        this.reference = new Reference(databases, clients, folder.path());
        this.lines = lines;
    }

    /**
     * Starts both servers.
     *
     * @param lines told what happens
     */
    public static World open(WorldConfig config, Consumer<String> lines) {
        requireNonNull(lines, "lines");
        TemporaryFolder folder = TemporaryFolder.create("bench");
        try {
            Databases databases = Databases.start(config.programs(), config.users(), config.seed());
            return new World(config, folder, databases, config.programs(), lines);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Fresh databases at this scale, 0 for such without rows; the caller closes them. */
    public Pair open(int scale) throws SQLException {
        return Pair.open(databases, scale, "pair_" + ++pairs, folder.path());
    }

    public WorldConfig config() {
        return config;
    }

    public Databases databases() {
        return databases;
    }

    public Changeover changeover() {
        return changeover;
    }

    public Reference reference() {
        return reference;
    }

    /**
     * Lets PostgreSQL's own client read what the pair's pipeline reads; empty where the machine has none. The caller closes it.
     *
     * @param before what runs a program on a core of its own
     */
    public Optional<PlainDecoding> decode(Pair pair, List<String> before) throws SQLException, InterruptedException {
        Optional<MachinePrograms> found = config.programs().filter(each -> each.has(PlainDecoding.PROGRAM));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(PlainDecoding.start(databases, found.get(), pair, before));
    }

    /** Where what it writes goes. */
    public Path directory() {
        return folder.path();
    }

    /** Tells the person who waits. */
    public void say(String line) {
        lines.accept(line);
    }

    @Override
    public void close() {
        try {
            changeover.close();
        } finally {
            try {
                databases.close();
            } finally {
                folder.close();
            }
        }
    }
}
