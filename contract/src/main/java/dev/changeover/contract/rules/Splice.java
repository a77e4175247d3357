package dev.changeover.contract.rules;

/** Replaces pieces of a text, from front to back, and leaves every other character as it is. Confined to one thread. */
final class Splice {
    private final String text;
    private final StringBuilder spliced;
    private int copied;

    Splice(String text) {
        this.text = text;
        this.spliced = new StringBuilder(text.length() + 64);
    }

    /** Replaces the characters from {@code start} to {@code end}, exclusive; not before the last replacement's end. */
    void replace(int start, int end, String replacement) {
        spliced.append(text, copied, start).append(replacement);
        copied = end;
    }

    /** Where the comma stands that separates the member which begins at {@code start} from the one before. */
    int lastComma(int start) {
        return text.lastIndexOf(',', start);
    }

    /** The whole text with its replacements. Called once, at the end. */
    String result() {
        return copied == 0 ? text : spliced.append(text, copied, text.length()).toString();
    }
}
