package dev.changeover.contract.change;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A timestamp as PostgreSQL prints it, from Debezium's {@code time.precision.mode=isostring}: the one mode that keeps
 * every timestamp that PostgreSQL has. The modes that count microseconds overflow from the year 294247 on.
 */
final class TimestampText {
    private static final Pattern ISO =
            Pattern.compile("([+-]?\\d{4,})(-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d+?)0*)?Z");

    /**
     * What Debezium makes of {@code infinity}. PostgreSQL could hold that very microsecond too, 292 thousand years from
     * now: it is read as infinity.
     */
    private static final String INFINITY = "+294247-01-10T04:00:25.2Z";

    /** What Debezium makes of {@code -infinity}: long before PostgreSQL's first timestamp. */
    private static final String MINUS_INFINITY = "-290308-12-21T19:59:27.6Z";

    private TimestampText() {}

    static String of(String iso) {
        if (iso.equals(INFINITY)) {
            return "infinity";
        }
        if (iso.equals(MINUS_INFINITY)) {
            return "-infinity";
        }
        Matcher parts = ISO.matcher(iso);
        if (!parts.matches()) {
            throw new UnreadableValue("a timestamp is not in the form of time.precision.mode=isostring");
        }
        int year = Integer.parseInt(parts.group(1));
        boolean beforeChrist = year <= 0; // ISO has a year 0, which people call 1 BC
        StringBuilder text = new StringBuilder(32);
        appendYear(text, beforeChrist ? 1 - year : year);
        text.append(parts.group(2)).append(' ').append(parts.group(3));
        String fraction = parts.group(4);
        if (fraction != null && !fraction.equals("0")) {
            text.append('.').append(fraction);
        }
        return beforeChrist ? text.append(" BC").toString() : text.toString();
    }

    private static void appendYear(StringBuilder text, int year) {
        String digits = Integer.toString(year);
        text.append("0000", 0, Math.max(0, 4 - digits.length())).append(digits);
    }
}
