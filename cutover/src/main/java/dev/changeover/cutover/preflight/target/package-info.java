/**
 * Checks of the target. Start at {@link dev.changeover.cutover.preflight.target.TargetExaminations}.
 */
@NullMarked
package dev.changeover.cutover.preflight.target;

import org.jspecify.annotations.NullMarked;
