/**
 * What an operator changes in the baseline before a user's first write. Start at {@link dev.changeover.sink.baseline.BaselineChange}; taking
 * the baseline is {@code dev.changeover.sink.target}'s. Must not depend on {@code dev.changeover.sink.apply}.
 */
@NullMarked
package dev.changeover.sink.baseline;

import org.jspecify.annotations.NullMarked;
