/**
 * One class a measure. Start at {@link dev.changeover.bench.measure.Measure}, then {@link dev.changeover.bench.measure.Measures}, which
 * lists them. Knows how to take figures, not how they are shown.
 */
@NullMarked
package dev.changeover.bench.measure;

import org.jspecify.annotations.NullMarked;
