/**
 * The break-glass way back: the target exactly as it was at a rollback point, in one transaction. Start at {@link
 * dev.changeover.cutover.rollback.Rollback}. Must not know how points are kept in files, nor change the ledger itself: that is done by
 * whoever implements {@link dev.changeover.cutover.rollback.RollbackLedger}.
 */
@NullMarked
package dev.changeover.cutover.rollback;

import org.jspecify.annotations.NullMarked;
