package dev.changeover.app.command;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The file that {@code --report} names, if any. */
final class ReportFile {
    private final @Nullable Path file;

    private ReportFile(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Tries the file before the work whose page it will hold, which may take long. Leaves a page that is there as it is, and nothing where
     * none is.
     *
     * @param named as the option has it
     * @throws ProblemException if it cannot be written
     */
    static ReportFile of(Surroundings surroundings, @Nullable Path named) {
        if (named == null) {
            return new ReportFile(null);
        }
        Path file = surroundings.directory().resolve(named);
        try {
            if (Files.exists(file)) {
                Files.newByteChannel(file, StandardOpenOption.WRITE).close();
            } else {
                Files.createFile(file);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
        return new ReportFile(file);
    }

    /**
     * The last thing that a command does: whatever becomes of the page, its answer is given.
     *
     * @throws ProblemException if it cannot be written
     */
    void write(Supplier<String> page) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, page.get());
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private static ProblemException refused(Path file, IOException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.USAGE,
                        "The report cannot be written to " + file,
                        e.getClass().getSimpleName(),
                        "name a file in a directory that exists and may be written, on a disk that is not full"),
                e);
    }
}
