/**
 * Step 1 of the topology, by row: remembers each row, lets no older change pass, fills in what V1 did not send again, and
 * tells the row's parent or user what came and what left. Also knows when a snapshot has been passed, and sweeps rows that
 * only earlier snapshots had. Start at {@link dev.changeover.transform.row.RowStep}. Knows nothing of the later steps.
 */
@NullMarked
package dev.changeover.transform.row;

import org.jspecify.annotations.NullMarked;
