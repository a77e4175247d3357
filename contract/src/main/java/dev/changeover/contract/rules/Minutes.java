package dev.changeover.contract.rules;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A JSON number as minutes: exact, from 0 to 2147483647. A number can be written much shorter than it is ({@code
 * 1e999999999}), so that it is looked at as text before it becomes digits.
 */
final class Minutes {
    static final BigDecimal MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

    /**
     * Digits after the point that are kept. No double needs more than 1,075 to be rounded rightly; of what comes after
     * them only counts that it is more than nothing.
     */
    private static final int MAX_DECIMALS = 2000;

    private static final BigDecimal MORE_THAN_NOTHING = BigDecimal.ONE.movePointLeft(MAX_DECIMALS + 1);
    private static final int MAX_EXPONENT_DIGITS = 9;
    private static final int MAX_EXPONENT = 999_999_999;

    private Minutes() {}

    /** The minutes that a number of JSON, as it is written, stands for. */
    static BigDecimal of(String number) {
        if (number.startsWith("-")) {
            return BigDecimal.ZERO;
        }
        int e = Math.max(number.indexOf('e'), number.indexOf('E'));
        String mantissa = e < 0 ? number : number.substring(0, e);
        int point = mantissa.indexOf('.');
        String digits = mantissa.replace(".", "");
        int leadingZeros = countLeadingZeros(digits);
        if (leadingZeros == digits.length()) {
            return BigDecimal.ZERO;
        }
        long integerDigits = (long) (point < 0 ? mantissa.length() : point) - leadingZeros;
        long exponent = e < 0 ? 0 : exponent(number.substring(e + 1));
        return capped(digits.substring(leadingZeros), integerDigits + exponent);
    }

    /**
     * The value of these digits, the first of which is not 0.
     *
     * @param integerDigits how many of them stand before the point; may be negative, or more than there are
     */
    private static BigDecimal capped(String digits, long integerDigits) {
        if (integerDigits > MAX.precision()) {
            return MAX;
        }
        int kept = (int) Math.max(0, Math.min(digits.length(), integerDigits + MAX_DECIMALS));
        boolean dropped = countLeadingZeros(digits.substring(kept)) < digits.length() - kept;
        BigDecimal value = kept == 0
                ? BigDecimal.ZERO
                : new BigDecimal(new BigInteger(digits.substring(0, kept)), kept - (int) integerDigits);
        return (dropped ? value.add(MORE_THAN_NOTHING) : value).min(MAX);
    }

    private static int exponent(String text) {
        boolean negative = text.startsWith("-");
        String signed = negative || text.startsWith("+") ? text.substring(1) : text;
        String digits = signed.substring(countLeadingZeros(signed));
        int size =
                digits.length() > MAX_EXPONENT_DIGITS ? MAX_EXPONENT : digits.isEmpty() ? 0 : Integer.parseInt(digits);
        return negative ? -size : size;
    }

    private static int countLeadingZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros;
    }
}
