/**
 * What a run of the benchmarks found: samples, what is asked of them, and how it is told. Start at
 * {@link dev.changeover.bench.figure.Results}. Pure: knows no process, no database, no clock.
 */
@NullMarked
package dev.changeover.bench.figure;

import org.jspecify.annotations.NullMarked;
