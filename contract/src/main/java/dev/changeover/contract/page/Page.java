package dev.changeover.contract.page;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What stands around a report's body. Every text is escaped.
 *
 * @param subject for the title, for example {@code preflight}
 * @param headline the verdict, in a few words
 * @param meaning the verdict, in a sentence
 * @param circumstances of what, when, how long
 * @param line the same in one line, as the command prints it
 * @param closing what the page does not hold
 */
public record Page(
        String subject, Tone tone, String headline, String meaning, String circumstances, String line, String closing) {
    public Page {
        requireNonNull(subject, "subject");
        requireNonNull(tone, "tone");
        requireNonNull(headline, "headline");
        requireNonNull(meaning, "meaning");
        requireNonNull(circumstances, "circumstances");
        requireNonNull(line, "line");
        requireNonNull(closing, "closing");
    }

    /** The whole page, in UTF-8 when written. */
    public String around(PageBody body) {
        return template()
                .replace("{{subject}}", PageBody.escaped(subject))
                .replace("{{tone}}", tone.code())
                .replace("{{headline}}", PageBody.escaped(headline))
                .replace("{{meaning}}", PageBody.escaped(meaning))
                .replace("{{circumstances}}", PageBody.escaped(circumstances))
                .replace("{{line}}", PageBody.escaped(line))
                .replace("{{closing}}", PageBody.escaped(closing))
                .replace("{{body}}", body.html());
    }

    private static String template() {
        try (InputStream stream = Page.class.getResourceAsStream("page.html")) {
            if (stream == null) {
                throw new IllegalStateException("page.html is missing from the module's resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
