package dev.changeover.contract.page;

import java.util.Locale;

/** How a page's verdict looks. */
public enum Tone {
    GOOD,
    UNSURE,
    BAD;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
