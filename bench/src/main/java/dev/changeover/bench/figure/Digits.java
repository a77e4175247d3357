package dev.changeover.bench.figure;

import java.util.Locale;

/** Numbers as people read them: three digits that count, and never an exponent. */
final class Digits {
    private Digits() {}

    static String of(double value) {
        double size = Math.abs(value);
        if (size >= 100 || (value == Math.rint(value) && size >= 10)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.3f", value);
    }
}
