/**
 * Rollback points: a consistent copy of the target's user data in files that a person can keep, list, check and delete. Start at {@link
 * dev.changeover.cutover.point.RollbackPoints}. Must not change a row of the target, and must not know how a rollback uses a point.
 */
@NullMarked
package dev.changeover.cutover.point;

import org.jspecify.annotations.NullMarked;
