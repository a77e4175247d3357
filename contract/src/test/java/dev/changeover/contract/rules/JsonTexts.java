package dev.changeover.contract.rules;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary JSON as people and programs write it: odd numbers, escapes, duplicate keys, white space anywhere. */
final class JsonTexts {
    private JsonTexts() {}

    static Arbitrary<String> whiteSpace() {
        return Arbitraries.strings().withChars(' ', '\t', '\n', '\r').ofMaxLength(2);
    }

    static Arbitrary<String> values() {
        return Arbitraries.lazyOf(
                JsonTexts::numbers,
                JsonTexts::texts,
                () -> Arbitraries.of("true", "false", "null"),
                JsonTexts::arrays,
                JsonTexts::objects);
    }

    static Arbitrary<String> arrays() {
        return elements(values()).map(elements -> "[" + elements + "]");
    }

    static Arbitrary<String> objects() {
        return elements(Combinators.combine(keys(), whiteSpace(), values())
                        .as((key, space, value) -> key + space + ":" + space + value))
                .map(members -> "{" + members + "}");
    }

    static Arbitrary<String> numbers() {
        return Arbitraries.of(
                "0", "-0", "1.50", "1E2", "1e400", "-1e-400", "18", "2147483648", "0.1", "12345678901234567890.5");
    }

    /** Texts that are no drill's title. */
    static Arbitrary<String> texts() {
        return Arbitraries.of(
                        "x", "", ",", "}", "]", "\\\"", "\\\\", "\\u0000", "\\ud800", "\\/", "é", "\uD83D\uDE00", "id")
                .list()
                .ofMaxSize(3)
                .map(parts -> '"' + String.join("", parts) + '"');
    }

    private static Arbitrary<String> keys() {
        return Arbitraries.of("\"id\"", "\"uuid\"", "\"drill\"", "\"a\"", "\"\"", "\"\\u0069d\"", "\"totalDuration\"");
    }

    private static Arbitrary<String> elements(Arbitrary<String> element) {
        return Combinators.combine(whiteSpace(), element, whiteSpace())
                .as((before, text, after) -> before + text + after)
                .list()
                .ofMaxSize(4)
                .map((List<String> elements) -> String.join(",", elements));
    }
}
