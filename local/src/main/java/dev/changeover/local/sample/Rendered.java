package dev.changeover.local.sample;

import org.jspecify.annotations.Nullable;

/** A value that the two databases hold in different forms. */
interface Rendered {
    /** The value as PostgreSQL reads it; null is SQL NULL. */
    @Nullable
    String in(World world);
}
