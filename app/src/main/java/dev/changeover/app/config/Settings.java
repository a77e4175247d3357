package dev.changeover.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of each setting after flags, environment and file were laid over each other. Immutable. */
final class Settings {
    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);
    private final Map<String, String> drillOverrides;

    /** @param directory where relative paths of secret files start */
    Settings(Map<Setting, Given> flags, Map<String, String> environment, YamlFile file, Path directory) {
        for (Setting setting : Setting.values()) {
            @Nullable Given first = flags.get(setting);
            if (first == null) {
                first = ofEnvironment(setting, environment, directory);
            }
            if (first == null) {
                first = ofFile(setting, file, directory);
            }
            if (first != null) {
                given.put(setting, first);
            }
        }
        drillOverrides = Map.copyOf(file.drillOverrides());
    }

    Optional<Given> of(Setting setting) {
        return Optional.ofNullable(given.get(setting));
    }

    Map<String, String> drillOverrides() {
        return drillOverrides;
    }

    String text(Setting setting, String fallback) {
        return of(setting).map(Given::value).orElse(fallback);
    }

    int number(Setting setting, int fallback, int least, int most) {
        return of(setting).map(each -> number(each, least, most)).orElse(fallback);
    }

    boolean truth(Setting setting, boolean fallback) {
        return of(setting)
                .map(each -> switch (each.value()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw Invalid.value(each.origin(), each.value(), "true or false");
                })
                .orElse(fallback);
    }

    Duration duration(Setting setting, Duration fallback) {
        return of(setting)
                .map(each -> Durations.parse(each.value())
                        .orElseThrow(
                                () -> Invalid.value(each.origin(), each.value(), "a time such as 500ms, 2s or 5m")))
                .orElse(fallback);
    }

    private static int number(Given given, int least, int most) {
        try {
            int number = Integer.parseInt(given.value());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is out of range
        }
        throw Invalid.value(given.origin(), given.value(), "a whole number from " + least + " to " + most);
    }

    private static @Nullable Given ofEnvironment(Setting setting, Map<String, String> environment, Path directory) {
        String value = environment.getOrDefault(setting.variable(), "");
        String secretFile = setting.isSecret() ? environment.getOrDefault(setting.fileVariable(), "") : "";
        if (!value.isBlank() && !secretFile.isBlank()) {
            throw Invalid.problem(
                    setting.variable() + " and " + setting.fileVariable() + " are both set",
                    "they may differ",
                    "unset one of them");
        }
        if (!secretFile.isBlank()) {
            return secret(directory, new Given(secretFile, setting.fileVariable()));
        }
        return value.isBlank() ? null : new Given(value, setting.variable());
    }

    private static @Nullable Given ofFile(Setting setting, YamlFile file, Path directory) {
        @Nullable Given secretFile = file.secretFiles().get(setting);
        @Nullable Given value = file.values().get(setting);
        if (secretFile != null && value != null) {
            throw Invalid.problem(
                    setting.path() + " and " + setting.filePath() + " are both set",
                    "they may differ",
                    "remove one of them");
        }
        return secretFile == null ? value : secret(directory, secretFile);
    }

    private static Given secret(Path directory, Given named) {
        try {
            return new Given(Files.readString(directory.resolve(named.value())).strip(), named.origin());
        } catch (IOException | InvalidPathException e) {
            throw Invalid.problem(
                    named.origin() + " names " + withoutSecret(directory, named.value()),
                    "there is no such file, or it may not be read",
                    "correct the path, or let this user read the file");
        }
    }

    /** Somebody may have written the secret itself where the file's name goes. */
    private static String withoutSecret(Path directory, String name) {
        return name.contains("@") || name.contains("://")
                ? "something with '@' or '://', which is not shown"
                : directory.resolve(name).toString();
    }
}
