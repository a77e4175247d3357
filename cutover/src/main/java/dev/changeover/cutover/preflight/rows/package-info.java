/**
 * Checks of what the rows hold: emails, unique values, owners, drills. Start at {@link dev.changeover.cutover.preflight.rows.RowExaminations}.
 */
@NullMarked
package dev.changeover.cutover.preflight.rows;

import org.jspecify.annotations.NullMarked;
