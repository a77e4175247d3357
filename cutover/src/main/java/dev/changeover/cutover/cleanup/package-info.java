/**
 * Takes back all that was made for one environment: ledger, indexes, topics, V1's slot and publication, state. Start at {@link
 * dev.changeover.cutover.cleanup.Cleanup}. Must not depend on a stage; the sink's hands come in as {@link
 * dev.changeover.cutover.cleanup.LedgerHands}.
 */
@NullMarked
package dev.changeover.cutover.cleanup;

import org.jspecify.annotations.NullMarked;
