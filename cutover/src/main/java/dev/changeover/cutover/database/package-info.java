/**
 * What this module tells people about a database that does not answer. Start at {@link dev.changeover.cutover.database.DatabaseProblems}.
 * Must not depend on what asks.
 */
@NullMarked
package dev.changeover.cutover.database;

import org.jspecify.annotations.NullMarked;
