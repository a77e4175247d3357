/**
 * What earlier commands proved, kept in the state directory. Start at {@link dev.changeover.cutover.evidence.VerificationRecord}. Must not depend on a stage.
 */
@NullMarked
package dev.changeover.cutover.evidence;

import org.jspecify.annotations.NullMarked;
