package dev.changeover.cutover.cleanup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.PointColumn;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.TableShape;
import dev.changeover.cutover.point.TargetMark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCheckTest {
    private static final String ROWS = "1\tone\n2\t\\N\n";

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private ArchiveManifest manifest = manifest(ROWS);

    @BeforeEach
    void name() throws IOException {
        file = folder.resolve("archive.zip");
        manifest = manifest(ROWS);
    }

    @Test
    void anArchiveThatHoldsWhatWasWrittenIsGood() throws IOException {
        write(ROWS, manifest.json());

        assertThatCode(() -> ArchiveCheck.require(file, manifest)).doesNotThrowAnyException();
    }

    @Test
    void aMissingRowIsFound() throws IOException {
        write("1\tone\n", manifest.json());

        assertDamaged("has 1 rows");
    }

    @Test
    void aChangedValueIsFound() throws IOException {
        write("1\tone\n2\t\\M\n", manifest.json());

        assertDamaged("SHA-256");
    }

    @Test
    void anotherManifestIsFound() throws IOException {
        write(ROWS, manifest("").json());

        assertDamaged("manifest");
    }

    @Test
    void aFileThatWasCutOffIsFound() throws IOException {
        write(ROWS, manifest.json());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 10));

        assertDamaged("cannot be read");
    }

    private void assertDamaged(String why) {
        assertThatThrownBy(() -> ArchiveCheck.require(file, manifest))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(why);
    }

    private void write(String rows, String json) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "target.copy", rows);
            entry(zip, ArchiveManifest.FILE, json);
        }
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static ArchiveManifest manifest(String rows) {
        HashedOutput hashed = new HashedOutput(OutputStream.nullOutputStream());
        try {
            hashed.write(rows.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        TableShape shape =
                new TableShape("changeover", "target", List.of(new PointColumn("id", "bigint")), List.of("id"));
        PointTable table = new PointTable(shape, "target.copy", hashed.lines(), hashed.hash(), hashed.bytes());
        return new ArchiveManifest(
                Instant.EPOCH, "staging", new TargetMark("v2", 1, 2, Optional.empty()), "16", List.of(table));
    }
}
