package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Copies the target's user data into an empty folder, as of one snapshot. Used once. */
final class PointMaking {
    private final Connection connection;
    private final Path folder;
    private int files;

    /** @param connection at the start of a snapshot */
    PointMaking(Connection connection, Path folder) {
        this.connection = requireNonNull(connection, "connection");
        this.folder = requireNonNull(folder, "folder");
    }

    /** @param beginning whether a migration begins now, if nothing was migrated yet */
    PointManifest make(String name, Instant now, boolean beginning) throws SQLException, IOException {
        long firstLater = Long.parseLong(Ask.text(connection, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"));
        List<TableShape> tables = TargetTables.userData(connection);
        List<TableShape> ledger = TargetTables.ledger(connection);
        lock(Stream.concat(tables.stream(), ledger.stream()).toList());
        List<PointSequence> sequences = TargetTables.sequences(connection, tables);
        // Without a ledger nobody knows whether anything was migrated: a cleanup takes the ledger away.
        boolean untouched = ledger.isEmpty()
                ? beginning
                : Ask.truth(connection, "SELECT NOT EXISTS (SELECT FROM changeover.migrated_row)");
        List<PointTable> data = write(tables);
        List<PointTable> ofLedger = write(ledger);
        PointManifest manifest = new PointManifest(
                name,
                now,
                TargetMark.read(connection),
                Ask.text(connection, "SHOW server_version"),
                firstLater,
                untouched,
                data,
                ofLedger,
                sequences,
                size());
        writeManifest(manifest);
        return manifest;
    }

    /** Against a change of a table's columns while it is copied; readers and writers are not kept waiting. */
    private void lock(List<TableShape> tables) throws SQLException {
        for (TableShape table : tables) {
            Ask.run(connection, "LOCK TABLE " + table.sqlName() + " IN ACCESS SHARE MODE");
        }
    }

    private List<PointTable> write(List<TableShape> tables) throws SQLException, IOException {
        TableExport export = new TableExport(connection);
        List<PointTable> written = new ArrayList<>();
        for (TableShape table : tables) {
            files++;
            String plain = table.name().replaceAll("[^A-Za-z0-9_.-]", "_");
            written.add(export.write(table, folder, String.format("%02d-%s.copy.gz", files, plain)));
        }
        return written;
    }

    private long size() throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** Last of all: what has no manifest is no point. */
    private void writeManifest(PointManifest manifest) throws IOException {
        Path file = folder.resolve(PointFolder.MANIFEST);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file())) {
            channel.write(java.nio.ByteBuffer.wrap(ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }
}
