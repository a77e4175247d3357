package dev.changeover.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.CommandLineInterface;
import dev.changeover.app.command.Interruption;
import dev.changeover.app.command.Surroundings;
import dev.changeover.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One command, run to its end in this process, and what it said. */
record CommandRun(int exitCode, String out, String err) {
    private static final String ERROR = "error: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param directory where relative paths start, the default state directory among them */
    static CommandRun of(Path directory, Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
        int exitCode = new CommandLineInterface(new Surroundings(terminal, environment, directory, new Interruption()))
                .run(args);
        return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** The lines on stderr that tell an error, without the word before. */
    List<String> errors() {
        return err.lines()
                .filter(line -> line.startsWith(ERROR))
                .map(line -> line.substring(ERROR.length()))
                .toList();
    }

    /** The last line on stderr. */
    String lastMessage() {
        return err.lines().reduce("", (before, line) -> line);
    }

    /** The error in the JSON object that is the last line on stdout, written as the line on stderr would be. */
    String jsonError() {
        try {
            JsonNode error = JSON.readTree(out.lines().reduce("", (before, line) -> line))
                    .required("error");
            return error.required("what").textValue() + ": "
                    + error.required("why").textValue() + "; "
                    + error.required("remedy").textValue();
        } catch (JsonProcessingException e) {
            throw new AssertionError("The last line on stdout is no JSON: " + out, e);
        }
    }
}
