/** Whom a replay is about, by the ledger. */
@NullMarked
package dev.changeover.cutover.replay;

import org.jspecify.annotations.NullMarked;
