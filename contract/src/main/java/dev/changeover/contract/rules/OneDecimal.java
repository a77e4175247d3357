package dev.changeover.contract.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A quotient with one decimal, as PostgreSQL prints a {@code float8}. */
final class OneDecimal {
    /** PostgreSQL writes larger powers of ten with an exponent. */
    private static final int MAX_PLAIN_EXPONENT = 14;

    /** What is enough to tell any two doubles apart. */
    private static final int MAX_DIGITS = 17;

    /** Below it a double's last bit is worth less than a thousandth. */
    private static final double SURELY_ROUNDED = 1L << 40;

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private OneDecimal() {}

    /** The quotient's exact binary value rounded half even: 2.25 gives 2.2, and 2.35, a little more in binary, 2.4. */
    static String of(double dividend, int divisor) {
        double quotient = divisor == 0 ? 0 : dividend / divisor;
        double tenths = quotient * 10;
        double beyond = tenths - Math.floor(tenths);
        // Far enough from the middle, the product's own error decides nothing, and so few digits are the shortest.
        return tenths >= 0 && tenths < SURELY_ROUNDED && Math.abs(beyond - 0.5) > 0.001
                ? printed(Math.round(tenths))
                : exactly(quotient);
    }

    /** The slow way, right for every double. */
    static String exactly(double quotient) {
        return printed(
                new BigDecimal(quotient).setScale(1, RoundingMode.HALF_EVEN).doubleValue());
    }

    private static String printed(long tenths) {
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    /** The shortest digits that are nearer to this double than to any other; JDK 17's own are not always the shortest. */
    private static String printed(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal lower = middle(exact, Math.nextDown(value));
        BigDecimal upper = middle(exact, Math.nextUp(value));
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MAX_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.compareTo(lower) > 0 && shortest.compareTo(upper) < 0) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        return exponent <= MAX_PLAIN_EXPONENT
                ? shortest.toPlainString()
                : shortest.movePointLeft(exponent).toPlainString() + "e+" + exponent;
    }

    private static BigDecimal middle(BigDecimal value, double neighbour) {
        return value.add(new BigDecimal(neighbour)).divide(TWO);
    }
}
