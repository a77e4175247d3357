/**
 * Invented users for both databases, and a workload that plays both applications. Nothing in it is a person's. Start at
 * {@link dev.changeover.local.sample.ReferenceData} and {@link dev.changeover.local.sample.LiveWorkload}. Shares no code
 * with the rules of the migration, so that it can be held against them.
 */
@NullMarked
package dev.changeover.local.sample;

import org.jspecify.annotations.NullMarked;
