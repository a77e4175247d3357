/**
 * What is measured, and what it is measured against: two database servers with the sample, Changeover as a process, and copies by
 * PostgreSQL's own means. Start at {@link dev.changeover.bench.world.World}. Knows no measure.
 */
@NullMarked
package dev.changeover.bench.world;

import org.jspecify.annotations.NullMarked;
