/** Benchmarks, run by hand. Nothing lives here yet. May depend on every module; nothing may depend on it. */
@NullMarked
package dev.changeover.bench;

import org.jspecify.annotations.NullMarked;
