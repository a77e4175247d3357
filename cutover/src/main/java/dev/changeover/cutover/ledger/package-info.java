/**
 * What the ledger in the target tells an operator: users, quarantine, baseline, and the log of commands. Start at {@link
 * dev.changeover.cutover.ledger.LedgerReader}. Reads only; writing is the sink's.
 */
@NullMarked
package dev.changeover.cutover.ledger;

import org.jspecify.annotations.NullMarked;
