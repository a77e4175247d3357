package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** The files of a complete point. Whatever reads them to their end finds out whether they are as the manifest says. */
public final class PointData {
    private final PointManifest manifest;
    private final Path folder;

    PointData(PointManifest manifest, Path folder) {
        this.manifest = requireNonNull(manifest, "manifest");
        this.folder = requireNonNull(folder, "folder");
    }

    public PointManifest manifest() {
        return manifest;
    }

    /**
     * Reads all of it.
     *
     * @throws ProblemException naming the first table whose file is not what the manifest says
     */
    public void requireIntact() {
        Stream.concat(manifest.tables().stream(), manifest.ledger().stream()).forEach(this::requireIntact);
    }

    private void requireIntact(PointTable table) {
        try (CompressedFile.Reading in = CompressedFile.Reading.open(folder.resolve(table.file()))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            requireHash(table, in);
        } catch (IOException e) {
            throw damaged(table, "its file cannot be read to its end", e);
        }
    }

    /**
     * Copies a table of the point into a table that has its columns.
     *
     * @param sqlName where the rows go
     * @throws ProblemException if the file is not what the manifest says; the caller rolls back
     */
    public void copyInto(Connection connection, PointTable table, String sqlName) throws SQLException {
        try (CompressedFile.Reading in = CompressedFile.Reading.open(folder.resolve(table.file()))) {
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + sqlName + " (" + table.shape().columnList("") + ") FROM STDIN", in);
            drain(in);
            requireHash(table, in);
            if (rows != table.rows()) {
                throw damaged(table, "it has " + rows + " rows, and the manifest says " + table.rows(), null);
            }
        } catch (IOException e) {
            throw damaged(table, "its file cannot be read to its end", e);
        }
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private void requireHash(PointTable table, CompressedFile.Reading in) {
        if (!in.hash().equals(table.sha256())) {
            throw damaged(table, "its file is not the one that was written (its SHA-256 differs)", null);
        }
    }

    ProblemException damaged(PointTable table, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The rollback point " + manifest.name() + " is damaged",
                        "the table " + table.name() + ": " + why,
                        "use another point (rollback-point list), or put the point's files back from a backup of the state"
                                + " directory"),
                cause);
    }
}
