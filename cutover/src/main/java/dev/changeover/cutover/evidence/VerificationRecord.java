package dev.changeover.cutover.evidence;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * How the last verification of all of an environment's users ended: {@code <state directory>/verifications/<environment>.json}. Written whole or
 * not at all; the last one wins.
 *
 * @param verdict {@code match}, {@code mismatch} or {@code inconclusive}
 * @param level what was compared: {@code counts}, {@code content}, {@code invariants} or {@code all}
 * @param lsn V1's position at which it holds, as PostgreSQL prints it; empty when V1 was not read
 * @param database the target database's name
 */
public record VerificationRecord(
        String environment, String database, String verdict, String level, Optional<String> lsn, Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public VerificationRecord {
        requireNonNull(environment, "environment");
        requireNonNull(database, "database");
        requireNonNull(verdict, "verdict");
        requireNonNull(level, "level");
        requireNonNull(lsn, "lsn");
        requireNonNull(at, "at");
    }

    /**
     * Replaces the environment's earlier one.
     *
     * @throws ProblemException if it cannot be written; the earlier one, which holds no more, is gone all the same
     */
    public void write(Path stateDirectory) {
        Path file = file(stateDirectory, environment);
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("environment", environment)
                .put("database", database)
                .put("verdict", verdict)
                .put("level", level)
                .put("lsn", lsn.orElse(null))
                .put("at", at.toString())
                .toString();
        try {
            Path folder = Files.createDirectories(stateDirectory.resolve("verifications"));
            Path written = Files.createTempFile(folder, environment, ".new");
            try {
                Files.writeString(written, json + "\n");
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The verdict " + verdict + " cannot be kept in " + file,
                            e.getClass().getSimpleName(),
                            (isGone(file) ? "" : "delete that file, which holds an earlier verdict; ")
                                    + "make room there or let this user write, and verify again: preflight goes by what is kept"),
                    e);
        }
    }

    /** A file can be deleted on a full disk, too. */
    private static boolean isGone(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            return Files.notExists(file);
        }
    }

    /** The last one; empty when there is none, or what is there cannot be understood. */
    public static Optional<VerificationRecord> read(Path stateDirectory, String environment) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file(stateDirectory, environment)));
            return Optional.of(new VerificationRecord(
                    environment,
                    json.required("database").asText(),
                    json.required("verdict").asText(),
                    json.required("level").asText(),
                    Optional.ofNullable(json.get("lsn"))
                            .filter(lsn -> !lsn.isNull())
                            .map(JsonNode::asText),
                    Instant.parse(json.required("at").asText())));
        } catch (NoSuchFileException | com.fasterxml.jackson.core.JsonProcessingException e) {
            return Optional.empty();
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            return Optional.empty(); // a key is missing, or no time
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path stateDirectory, String environment) {
        return stateDirectory.resolve("verifications").resolve(environment + ".json");
    }
}
