/**
 * Where a database is, and how to reach it without ever printing its password. Start at {@link
 * dev.changeover.contract.database.DatabaseAddress}.
 */
@NullMarked
package dev.changeover.contract.database;

import org.jspecify.annotations.NullMarked;
