package dev.changeover.cutover.cleanup;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.PointTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads an archive back to its end and compares it with what was meant to be in it. */
final class ArchiveCheck {
    private ArchiveCheck() {}

    /** @throws ProblemException naming what is not as it was written */
    static void require(Path file, ArchiveManifest manifest) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            if (zip.size() != manifest.tables().size() + 1) {
                throw damaged(file, "it has " + zip.size() + " entries");
            }
            try (InputStream in = zip.getInputStream(entry(file, zip, ArchiveManifest.FILE))) {
                if (!new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(manifest.json())) {
                    throw damaged(file, "its manifest is not the one that was written");
                }
            }
            for (PointTable table : manifest.tables()) {
                require(file, zip, table);
            }
        } catch (ZipException e) {
            throw damaged(file, "it cannot be read to its end");
        }
    }

    private static void require(Path file, ZipFile zip, PointTable table) throws IOException {
        HashedOutput read = new HashedOutput(OutputStream.nullOutputStream());
        try (InputStream in = zip.getInputStream(entry(file, zip, table.file()))) {
            in.transferTo(read);
        }
        if (read.lines() != table.rows() || read.bytes() != table.bytes()) {
            throw damaged(
                    file,
                    table.file() + " has " + read.lines() + " rows and " + read.bytes() + " bytes, and not "
                            + table.rows() + " and " + table.bytes());
        }
        if (!read.hash().equals(table.sha256())) {
            throw damaged(file, table.file() + " is not what was written (its SHA-256 differs)");
        }
    }

    private static ZipEntry entry(Path file, ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw damaged(file, name + " is missing");
        }
        return entry;
    }

    private static ProblemException damaged(Path file, String why) {
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "The archive " + file + " is damaged, and nothing was dropped",
                why,
                "look after that disk, or name a file on another one with --archive"));
    }
}
