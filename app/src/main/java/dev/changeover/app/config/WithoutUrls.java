package dev.changeover.app.config;

import java.util.regex.Pattern;

/** Text of a user that a message repeats. A URL in it may hold a password, in whatever part somebody got it wrong. */
public final class WithoutUrls {
    private static final Pattern AFTER_SCHEME = Pattern.compile("(?s)://.*");

    private WithoutUrls() {}

    /** The text up to the first {@code ://}, and an ellipsis for the rest. */
    public static String of(String text) {
        return AFTER_SCHEME.matcher(text).replaceFirst("://…");
    }
}
