package dev.changeover.contract.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

/**
 * Says that the topology's state is made anew from the table topics, or has been. It travels beside the drill catalogue, under the key
 * {@link #KEY}, one copy a partition, as one word. No document is written between the two: they would say how users were.
 */
public enum RebuildMark {
    BEGUN,
    DONE;

    public static final String KEY = "rebuild";

    public byte[] encode() {
        return name().toLowerCase(Locale.ROOT).getBytes(UTF_8);
    }

    /**
     * The mark that these bytes say.
     *
     * @throws IllegalArgumentException for anything that this version does not write
     */
    public static RebuildMark decode(byte[] bytes) {
        for (RebuildMark mark : values()) {
            if (Arrays.equals(mark.encode(), bytes)) {
                return mark;
            }
        }
        throw new IllegalArgumentException("the mark of a rebuild is neither begun nor done");
    }
}
