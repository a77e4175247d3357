/**
 * The fault harness: a world on this machine, its stages as processes, faults struck while work is in flight, and an oracle that says
 * what was lost, doubled or changed. Start at {@link dev.changeover.torture.Torture}. Knows no stage: the application hands in how one is
 * started. See docs/decisions/0006-fault-harness.md.
 */
@NullMarked
package dev.changeover.torture;

import org.jspecify.annotations.NullMarked;
