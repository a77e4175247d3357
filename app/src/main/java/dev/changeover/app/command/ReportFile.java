package dev.changeover.app.command;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that {@code --report} names. */
final class ReportFile {
    private ReportFile() {}

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.USAGE,
                            "The report cannot be written to " + file,
                            e.getClass().getSimpleName(),
                            "name a file in a directory that exists and may be written"),
                    e);
        }
    }
}
