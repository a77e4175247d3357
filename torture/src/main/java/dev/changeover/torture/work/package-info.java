/**
 * The work that is in flight when a fault strikes, and the clock that says when the pipeline is back. Start at {@link
 * dev.changeover.torture.work.Load}. Knows databases only.
 */
@NullMarked
package dev.changeover.torture.work;

import org.jspecify.annotations.NullMarked;
