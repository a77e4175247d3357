package dev.changeover.cutover.ledger;

/**
 * The target's users by the kept baseline and what was written since.
 *
 * @param stale at the baseline or by an operator's word; a V1 user replaces them or has
 * @param replaced those of them whose place a V1 user has taken
 * @param isProtected never written
 * @param later users of the target who came after the baseline, and were not made by the migration; protected too
 * @param made users that the migration made
 */
public record BaselineFigures(long stale, long replaced, long isProtected, long later, long made) {}
