package dev.changeover.cutover.preflight.scene;

import dev.changeover.cutover.preflight.finding.CheckName;

/** What a check needs does not answer; another check says why. */
public final class NotReached extends RuntimeException {
    private final transient CheckName told;

    NotReached(CheckName told) {
        super("not possible: see " + told.code(), null, false, false);
        this.told = told;
    }

    /** The check that says why. */
    public CheckName told() {
        return told;
    }
}
