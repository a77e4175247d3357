package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.OwnerOnly;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.TableExport;
import dev.changeover.cutover.point.TableShape;
import dev.changeover.cutover.point.TargetMark;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the ledger to a ZIP file that only its owner can read: a file a table in COPY's text format, and the manifest last. It has its name
 * only when it is complete; closed before that, nothing of it is left. Confined to one thread.
 */
final class LedgerArchive implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Connection connection;
    private final Path file;
    private final Path part;
    private final String environment;

    /** @param connection in a transaction in which nobody else can change the tables */
    LedgerArchive(Connection connection, Path file, String environment) {
        this.connection = requireNonNull(connection, "connection");
        this.file = requireNonNull(file, "file").toAbsolutePath();
        this.environment = requireNonNull(environment, "environment");
        // Always the same name, so that the next run finds what a killed one left.
        this.part = this.file.resolveSibling("changeover-archive-" + environment + ".part");
    }

    /** Returns when all of it is on disk and was read back. */
    void write(List<TableShape> tables, Instant now) throws SQLException {
        try {
            requireFree();
            Files.deleteIfExists(part);
            ArchiveCheck.require(part, writePart(tables, now));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Gives it its name. */
    void complete() {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            OwnerOnly.force(requireNonNull(file.getParent()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ProblemException failed(IOException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The archive " + file + " could not be written, and nothing was dropped",
                        e.getClass().getSimpleName(),
                        "make room on that disk and let this user write there, or name another file with --archive"),
                e);
    }

    private void requireFree() {
        if (Files.exists(file)) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "There is a file " + file + " already",
                    "an archive never overwrites another file",
                    "name another file with --archive"));
        }
    }

    private ArchiveManifest writePart(List<TableShape> tables, Instant now) throws SQLException, IOException {
        try (FileChannel channel = FileChannel.open(
                        part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file());
                ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER))) {
            List<PointTable> written = new ArrayList<>();
            for (TableShape table : tables) {
                written.add(write(table, zip));
            }
            ArchiveManifest manifest = new ArchiveManifest(
                    now,
                    environment,
                    TargetMark.read(connection),
                    Ask.text(connection, "SHOW server_version"),
                    written);
            zip.putNextEntry(new ZipEntry(ArchiveManifest.FILE));
            zip.write(manifest.json().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.finish();
            zip.flush();
            channel.force(true);
            return manifest;
        }
    }

    private PointTable write(TableShape table, ZipOutputStream zip) throws SQLException, IOException {
        String name = table.table().replaceAll("[^A-Za-z0-9_]", "_") + ".copy";
        zip.putNextEntry(new ZipEntry(name));
        HashedOutput out = new HashedOutput(zip);
        long rows = new TableExport(connection).copyOut(table, table.sqlName(), out);
        zip.closeEntry();
        return new PointTable(table, name, rows, out.hash(), out.bytes());
    }
}
