/**
 * The migration plan: the graph of the user tables, their columns and how each V2 column comes from V1, once, as data. Start at
 * {@link dev.changeover.contract.plan.MigrationPlan}. Depends on nothing.
 */
@NullMarked
package dev.changeover.contract.plan;

import org.jspecify.annotations.NullMarked;
