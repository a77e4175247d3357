/**
 * Looks at everything that a migration needs before anything is made anywhere. Start at {@link dev.changeover.cutover.preflight.Preflight}. Must not depend on a stage.
 */
@NullMarked
package dev.changeover.cutover.preflight;

import org.jspecify.annotations.NullMarked;
