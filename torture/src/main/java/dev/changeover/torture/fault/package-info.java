/**
 * The faults, one class each. Start at {@link dev.changeover.torture.fault.Faults}. A fault knows how to strike; what becomes of it is
 * not its business.
 */
@NullMarked
package dev.changeover.torture.fault;

import org.jspecify.annotations.NullMarked;
