/**
 * What capture says and transform hears: row changes of V1, their versions, and the ends of snapshots. Start at {@link
 * dev.changeover.contract.change.RowChange}. Depends on the plan only.
 */
@NullMarked
package dev.changeover.contract.change;

import org.jspecify.annotations.NullMarked;
