package dev.changeover.contract.rules;

/** Unicode's property White_Space, which {@link Character#isWhitespace(int)} is not: that one misses U+00A0, for example. */
final class WhiteSpace {
    private WhiteSpace() {}

    static boolean is(int codePoint) {
        return (codePoint >= 0x09 && codePoint <= 0x0D)
                || codePoint == 0x20
                || codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200A)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(WhiteSpace::is);
    }

    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && is(text.charAt(start))) {
            start++;
        }
        while (start < end && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Without white space at both ends, and with one plain space for each run inside. */
    static String joined(String text) {
        StringBuilder joined = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i); // all of the property is in the basic plane
            if (is(c)) {
                gap = !joined.isEmpty();
            } else {
                if (gap) {
                    joined.append(' ');
                    gap = false;
                }
                joined.append(c);
            }
        }
        return joined.toString();
    }
}
