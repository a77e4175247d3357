/**
 * Checks of this machine and of what earlier runs left on it. Start at {@link dev.changeover.cutover.preflight.machine.MachineExaminations}.
 */
@NullMarked
package dev.changeover.cutover.preflight.machine;

import org.jspecify.annotations.NullMarked;
