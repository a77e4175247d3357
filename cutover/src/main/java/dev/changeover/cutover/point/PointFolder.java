package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The points of one environment, a folder each. A point is made under a name that starts with a dot and renamed when all of it is on disk:
 * whatever bears its real name is complete, or was damaged later.
 */
final class PointFolder {
    static final String MANIFEST = "manifest.json";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String MAKING = ".making-";
    private static final String DELETING = ".deleting-";

    private final Path folder;

    PointFolder(Path folder) {
        this.folder = requireNonNull(folder, "folder");
    }

    Path path() {
        return folder;
    }

    /**
     * The complete points, oldest first. One whose manifest cannot be read is not among them.
     *
     * @throws ProblemException if this user may not read the folder of points
     */
    List<PointManifest> list() {
        List<PointManifest> points = new ArrayList<>();
        for (Path each : entries()) {
            if (!name(each).startsWith(".") && Files.isRegularFile(each.resolve(MANIFEST))) {
                read(each).ifPresent(points::add);
            }
        }
        points.sort(Comparator.comparing(PointManifest::createdAt).thenComparing(PointManifest::name));
        return points;
    }

    /**
     * The point of that name.
     *
     * @throws ProblemException if there is none, its manifest says nothing, or this user may not read it
     */
    PointManifest find(String name) {
        Path point = of(name);
        if (!entries().contains(point)) {
            throw refused(
                    "There is no rollback point " + name,
                    folder + " has no folder of that name",
                    "look at the names with: rollback-point list");
        }
        try {
            return ManifestJson.read(Files.readString(point.resolve(MANIFEST)));
        } catch (NoSuchFileException e) {
            throw refused(
                    "The rollback point " + name + " is not complete",
                    point.resolve(MANIFEST) + " is missing: it was never finished, or a file was removed",
                    "use another point, and remove this one with: rollback-point delete " + name);
        } catch (IllegalArgumentException e) {
            throw refused(
                    "The rollback point " + name + " is damaged",
                    "its manifest cannot be used: " + e.getMessage(),
                    "use another point; it may also be of another version of Changeover");
        } catch (IOException e) {
            throw unreadable(point, e);
        }
    }

    boolean exists(String name) {
        return Files.exists(of(name));
    }

    Path of(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "'" + name + "' cannot be the name of a rollback point",
                    "it becomes the name of a folder",
                    "use up to 64 letters, digits, dots, hyphens and underscores, a letter or digit first"));
        }
        return folder.resolve(name);
    }

    /** An empty folder for a point in the making. The caller holds the lock, so that all older ones are nobody's. */
    Path begin(String name) throws IOException {
        sweep();
        return OwnerOnly.folder(folder.resolve(MAKING + name));
    }

    /** Gives a point its name, all or nothing. */
    void complete(Path made, String name) throws IOException {
        OwnerOnly.force(made);
        Files.move(made, of(name), StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.force(folder);
    }

    /** Deletes a point; killed in the middle, the rest goes with the next that is made or deleted. The caller holds the lock. */
    void delete(String name) throws IOException {
        sweep();
        Path doomed = folder.resolve(DELETING + name);
        Files.move(of(name), doomed, StandardCopyOption.ATOMIC_MOVE);
        remove(doomed);
    }

    /** Removes what a killed command left behind. */
    private void sweep() throws IOException {
        for (Path each : entries()) {
            if (name(each).startsWith(MAKING) || name(each).startsWith(DELETING)) {
                remove(each);
            }
        }
    }

    static void remove(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private List<Path> entries() {
        if (Files.notExists(folder)) { // and not when that cannot be told: it may be another user's
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Optional<PointManifest> read(Path point) {
        try {
            return Optional.of(ManifestJson.read(Files.readString(point.resolve(MANIFEST))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // whoever names it is told what is wrong with it
        }
    }

    private static ProblemException unreadable(Path path, IOException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.USAGE,
                        "The rollback points in " + path + " cannot be read",
                        "the system refuses it (" + e.getClass().getSimpleName() + ")",
                        "run as the user that owns them, or set CHANGEOVER_STATE_DIR to a directory of this user's"),
                e);
    }

    private static ProblemException refused(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }
}
