package dev.changeover.contract.change;

import org.jspecify.annotations.Nullable;

/** Builds a one-dimensional array of texts exactly as PostgreSQL's {@code array_out} prints it. For one use. */
final class ArrayLiteral {
    private final StringBuilder text = new StringBuilder("{");

    void add(@Nullable String element) {
        if (text.length() > 1) {
            text.append(',');
        }
        if (element == null) {
            text.append("NULL");
        } else if (needsQuotes(element)) {
            appendQuoted(element);
        } else {
            text.append(element);
        }
    }

    String build() {
        return text.append('}').toString();
    }

    private static boolean needsQuotes(String element) {
        if (element.isEmpty() || element.equalsIgnoreCase("NULL")) {
            return true;
        }
        for (int i = 0; i < element.length(); i++) {
            switch (element.charAt(i)) {
                case '"', '\\', '{', '}', ',', ' ', '\t', '\n', '\r', '\f', '\u000B' -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private void appendQuoted(String element) {
        text.append('"');
        for (int i = 0; i < element.length(); i++) {
            char each = element.charAt(i);
            if (each == '"' || each == '\\') {
                text.append('\\');
            }
            text.append(each);
        }
        text.append('"');
    }
}
