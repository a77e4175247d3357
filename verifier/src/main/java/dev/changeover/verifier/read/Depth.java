package dev.changeover.verifier.read;

/** How much of each row is read. */
public enum Depth {
    /** That the row is there, and whose it is. */
    EXISTENCE,
    /** Every column of the plan as well. */
    VALUES
}
