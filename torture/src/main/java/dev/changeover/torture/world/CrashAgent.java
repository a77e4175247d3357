package dev.changeover.torture.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.byteman.agent.Main;

/** Ends a stage's process where an armed crash point is passed. Loaded into every stage of a world; costs nothing unless armed. */
final class CrashAgent {
    private static final String RULES = "crash-points.btm";

    private final Path arms;
    private final Path script;

    private CrashAgent(Path arms, Path script) {
        this.arms = arms;
        this.script = script;
    }

    static CrashAgent in(Path directory) {
        Path arms = directory.resolve("arms");
        Path script = directory.resolve(RULES);
        try (InputStream rules = CrashAgent.class.getResourceAsStream(RULES)) {
            if (rules == null) {
                throw new IllegalStateException(RULES + " is missing from the module");
            }
            Files.createDirectories(arms);
            String text = new String(rules.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(script, text.replace("{arms}", arms.toString()));
            return new CrashAgent(arms, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java option that loads it, quoted for {@code JDK_JAVA_OPTIONS}. */
    String option() {
        return "\"-javaagent:" + jar() + "=script:" + script + "\"";
    }

    void arm(String point) {
        try {
            Files.writeString(arms.resolve(point), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void disarm(String point) {
        try {
            Files.deleteIfExists(arms.resolve(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
