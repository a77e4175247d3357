/** Benchmarks, run by hand. May depend on every module; nothing may depend on it. */
@NullMarked
package dev.changeover.bench;

import org.jspecify.annotations.NullMarked;
