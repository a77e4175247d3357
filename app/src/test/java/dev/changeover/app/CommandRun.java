package dev.changeover.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One command, run to its end in this process, and what it said; the answer is the last line on stdout. */
record CommandRun(int exitCode, String out, String err, String answer) {
    private static final String ERROR = "error: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param directory where relative paths start, the default state directory among them */
    static CommandRun of(Path directory, Map<String, String> environment, String... args) {
        InProcess commands = new InProcess(directory);
        environment.forEach(commands::with);
        InProcess.Result result = commands.run(args);
        return new CommandRun(result.exitCode(), result.out(), result.err(), result.lastLine());
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
            JsonNode error = JSON.readTree(answer).required("error");
            return error.required("what").textValue() + ": "
                    + error.required("why").textValue() + "; "
                    + error.required("remedy").textValue();
        } catch (JsonProcessingException e) {
            throw new AssertionError("The last line on stdout is no JSON: " + out, e);
        }
    }
}
