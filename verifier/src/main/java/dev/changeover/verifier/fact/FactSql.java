package dev.changeover.verifier.fact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a fact's query, and puts in what depends on the server. */
final class FactSql {
    /** Characters with Unicode's White_Space property, for a bracket of PostgreSQL's regular expressions. */
    private static final String WHITE_SPACE =
            "\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";

    /** The same one by one, for {@code btrim}, which is much faster than a regular expression. */
    private static final String EACH_WHITE_SPACE = "E'\\u0009\\u000A\\u000B\\u000C\\u000D\\u0020\\u0085\\u00A0\\u1680"
            + "\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200A"
            + "\\u2028\\u2029\\u202F\\u205F\\u3000'";

    /**
     * Whether the server's JSON operators can read a session's drills: they refuse U+0000 and unpaired surrogates, which
     * {@code json} may hold. Rather too strict than too lax; the cheap tests come first.
     */
    private static final String READABLE = "(s.drills IS NULL OR s.drills::text NOT LIKE '%\\\\u%'"
            + " OR strpos(s.drills::text, '\\u0000') = 0"
            + " AND (strpos(s.drills::text, '\\ud') + strpos(s.drills::text, '\\uD') = 0 OR s.drills::text !~"
            + " '\\\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\\\u[dD][c-fC-F])"
            + "|(?<!\\\\u[dD][89abAB][0-9a-fA-F]{2})\\\\u[dD][c-fC-F]'))";

    /** A slice of an array that holds all. */
    static final String LISTED = "[1:" + Contradictions.MOST_LISTED + "]";

    private static final Pattern FOLDED = Pattern.compile("\\{folded:([a-z.]+)}");

    private static final Pattern WORD = Pattern.compile("\\{word:([a-z.]+)}");

    private final String collation;

    /** @param collation a {@code COLLATE} clause whose upper and lower case are Unicode's, or nothing */
    FactSql(String collation) {
        this.collation = collation;
    }

    String read(String name) {
        try (InputStream stream = FactSql.class.getResourceAsStream(name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException(name + ".sql is missing from the module's resources");
            }
            String sql = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{readable}", READABLE)
                    .replace("{listed}", LISTED)
                    .replace("{collation}", collation);
            String withWords = WORD.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(word(match.group(1))));
            return FOLDED.matcher(withWords).replaceAll(match -> Matcher.quoteReplacement(folded(match.group(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A skill or a difficulty that JSON says, for a comparison with plain words. The database's own lower case may be
     * Turkish. Of all other characters only the Kelvin sign has a plain letter as its lower case.
     */
    private static String word(String json) {
        return "replace(replace(lower(replace(btrim(" + json + " #>> '{}', " + EACH_WHITE_SPACE
                + "), E'\\u212A', 'k') COLLATE \"C\"), ' ', '_'), '-', '_')";
    }

    /** A title without regard to case, composition and white space. */
    private String folded(String text) {
        return "btrim(regexp_replace(lower(upper(normalize(" + text + ", NFC) " + collation + ") " + collation + "), '["
                + WHITE_SPACE + "]+', ' ', 'g'), ' ')";
    }
}
