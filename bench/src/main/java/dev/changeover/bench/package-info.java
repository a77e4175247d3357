/** The command line of the benchmarks. Start at {@link dev.changeover.bench.BenchRun}, which {@code bench/run} starts. */
@NullMarked
package dev.changeover.bench;

import org.jspecify.annotations.NullMarked;
