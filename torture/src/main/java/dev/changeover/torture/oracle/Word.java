package dev.changeover.torture.oracle;

import java.util.Locale;

/** What can be wrong with the data, in the words of the report. */
public enum Word {
    /** Rows or users of V1 that V2 lacks, and acknowledged commits without effect. */
    LOST,
    /** Rows of V2 that are there once too often. */
    DOUBLED,
    /** Values, parents and ledger entries that are wrong, and rows that outlived V1's. */
    DIVERGENT,
    /** Children in V2 without the parent that they name. */
    ORPHANED,
    /** Rows of Android users that somebody else wrote or removed. */
    ANDROID_TOUCHED;

    /** As every report spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
