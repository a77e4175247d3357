/**
 * The people who use V1 while the pipeline works, and the look at V2 that says when their commits have arrived. Start at
 * {@link dev.changeover.bench.load.V1Load}. Knows no measure and starts no process.
 */
@NullMarked
package dev.changeover.bench.load;

import org.jspecify.annotations.NullMarked;
