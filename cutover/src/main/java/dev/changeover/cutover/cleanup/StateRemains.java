package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is in the state directory. Only what is known by its name is ever deleted: the directory may hold more. */
final class StateRemains {
    private static final String BROKER = "broker";
    private static final Pattern LOG_OF_PARTITION = Pattern.compile("(.+)-[0-9]+");
    /** A file or folder that is about to be deleted has this before its name, so that nobody starts from half of it. */
    private static final String DELETING = ".deleting-";

    private static final long PAUSE_MILLIS = 50;

    private final Path directory;

    StateRemains(Path directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    boolean holdsTransformOf(String environment) {
        return Files.isDirectory(directory.resolve(StateFate.TRANSFORM + environment));
    }

    /** The topics of the embedded broker, by its folders: it need not run. */
    Set<String> embeddedTopics() {
        Set<String> topics = new HashSet<>();
        for (Path each : list(directory.resolve(BROKER).resolve("log"))) {
            Matcher name = LOG_OF_PARTITION.matcher(String.valueOf(each.getFileName()));
            if (name.matches()) { // one that is deleted already has another ending
                topics.add(name.group(1));
            }
        }
        return topics;
    }

    /**
     * Waits until the embedded broker, which answers before, has taken deleted topics off the disk: stopped earlier, it would leave them for
     * its next start. What is left after that long does no harm, and the next cleanup finds it.
     */
    void awaitNoTopics(TopicChoice choice, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!choice.ofEnvironment(embeddedTopics()).isEmpty() && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** @param whyShared who else uses what both environments share; empty if nobody does */
    void look(Inventory found, StateFate fate, Optional<String> whyShared) {
        for (String name : names()) {
            Optional<String> whyKept = fate.whyKept(name, whyShared);
            if (whyKept.isPresent()) {
                found.stays(Kind.STATE, name, whyKept.get());
            } else {
                found.goes(Kind.STATE, name, Inventory.size(size(directory.resolve(name))));
            }
        }
    }

    /** Entries as {@link StateFate} knows them: files and folders, and one level below where environments are apart. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path each : list(directory)) {
            String name = String.valueOf(each.getFileName());
            if (StateFate.BY_ENVIRONMENT.contains(name)) {
                list(each).forEach(inner -> names.add(name + "/" + inner.getFileName()));
            } else if (!StateFate.OF_THE_OWNER.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Deletes what goes. Interrupted, it goes on the next time. */
    void delete(Remains remains, Consumer<Thing> removed) throws IOException {
        for (Thing thing : remains.going()) {
            if (thing.kind() == Kind.STATE) {
                delete(directory.resolve(thing.name()));
                removed.accept(thing);
            }
        }
        for (String parent : StateFate.BY_ENVIRONMENT) {
            Path folder = directory.resolve(parent);
            if (Files.isDirectory(folder) && list(folder).isEmpty()) {
                Files.delete(folder);
            }
        }
    }

    private static void delete(Path doomed) throws IOException {
        String name = String.valueOf(doomed.getFileName());
        Path moved = name.startsWith(DELETING) ? doomed : doomed.resolveSibling(DELETING + name);
        if (!moved.equals(doomed)) {
            if (Files.exists(moved)) {
                remove(moved);
            }
            Files.move(doomed, moved, StandardCopyOption.ATOMIC_MOVE);
        }
        remove(moved);
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.USAGE,
                            "What is in the state directory cannot be read",
                            "the system does not show " + folder + " ("
                                    + e.getClass().getSimpleName() + ")",
                            "run as the user that owns it, or set CHANGEOVER_STATE_DIR to the right directory"),
                    e);
        }
    }

    /** Of what can be read: files may come and go while somebody still works there. */
    private static long size(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.map(Path::toFile)
                    .mapToLong(file -> file.isFile() ? file.length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
