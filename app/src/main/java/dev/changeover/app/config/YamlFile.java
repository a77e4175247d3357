package dev.changeover.app.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** {@code changeover.yaml}: known keys only, each once. */
record YamlFile(Map<Setting, Given> values, Map<Setting, Given> secretFiles, Map<String, String> drillOverrides) {

    static final YamlFile EMPTY = new YamlFile(Map.of(), Map.of(), Map.of());

    static YamlFile read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try (Reader text = Files.newBufferedReader(file)) {
            @Nullable Object root = new Yaml(new SafeConstructor(options)).load(text);
            return root == null ? EMPTY : parse(file, root);
        } catch (NoSuchFileException e) {
            throw Invalid.problem("There is no file " + file, "it was named as the configuration", "correct the path");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw Invalid.problem(
                    file + " cannot be read at line " + line, String.valueOf(e.getProblem()), "mend that line");
        } catch (YAMLException | IOException e) {
            throw Invalid.problem(
                    file + " cannot be read", "it is no readable YAML text", "mend the file, or check who may read it");
        }
    }

    private static YamlFile parse(Path file, Object root) {
        Map<Setting, Given> values = new LinkedHashMap<>();
        Map<Setting, Given> secretFiles = new LinkedHashMap<>();
        Map<String, String> overrides = new LinkedHashMap<>();
        flat(file, "", root).forEach((path, value) -> {
            if (path.equals(Setting.DRILL_OVERRIDES)) {
                overridesOf(file, value).forEach(overrides::put);
                return;
            }
            Optional<Setting> setting = Setting.ofPath(path);
            if (setting.isEmpty()) {
                throw unknown(file, path);
            }
            if (value instanceof Iterable) {
                throw Invalid.problem(
                        path + " in " + file + " holds several values", "it takes one", "write " + path + ": VALUE");
            }
            Given given = new Given(String.valueOf(value), path + " in " + file);
            (setting.get().path().equals(path) ? values : secretFiles).put(setting.get(), given);
        });
        return new YamlFile(values, secretFiles, overrides);
    }

    /** Nested keys with dots between them; a key without a value is left out. */
    private static Map<String, Object> flat(Path file, String prefix, Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            throw Invalid.problem(
                    (prefix.isEmpty() ? file.toString() : prefix + " in " + file) + " is no section",
                    "keys and values are expected there",
                    "write key: value lines");
        }
        Map<String, Object> flat = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String path = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
            if (value == null) {
                if (!KnownKeys.isKeyOrSection(path)) {
                    throw unknown(file, path);
                }
            } else if (value instanceof Map && !path.equals(Setting.DRILL_OVERRIDES)) {
                flat.putAll(flat(file, path, value));
            } else {
                flat.put(path, value);
            }
        });
        return flat;
    }

    private static Map<String, String> overridesOf(Path file, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw Invalid.problem(
                    Setting.DRILL_OVERRIDES + " in " + file + " is no section",
                    "it maps V1 titles to uuids",
                    "write 'V1 title': uuid lines under it");
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        map.forEach((title, uuid) -> overrides.put(String.valueOf(title), String.valueOf(uuid)));
        return overrides;
    }

    private static RuntimeException unknown(Path file, String path) {
        return Invalid.problem(
                "Unknown key " + path + " in " + file,
                "nothing would obey it",
                KnownKeys.nearest(path)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("remove it; docs/operating.md lists the keys"));
    }
}
