package dev.changeover.cutover.cleanup;

/**
 * How far a cleanup came that nothing hindered.
 *
 * @param archived whether an archive was written
 * @param all false if it was told to stop before: what is left can be taken by another run
 */
public record Taken(boolean archived, boolean all) {}
