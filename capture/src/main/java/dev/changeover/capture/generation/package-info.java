/**
 * A snapshot and the changes after it: what capture remembers of one between two runs, whether a start goes on with it,
 * and when it is complete. Start at {@link dev.changeover.capture.generation.StartDecision}, then {@link
 * dev.changeover.capture.generation.Generation}. Must not depend on Debezium, nor change anything in V1.
 */
@NullMarked
package dev.changeover.capture.generation;

import org.jspecify.annotations.NullMarked;
