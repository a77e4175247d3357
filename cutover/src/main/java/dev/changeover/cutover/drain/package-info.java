/**
 * Knows whether the pipeline has passed a position of V1. Start at {@link dev.changeover.cutover.drain.Drain}; the rules are in {@link
 * dev.changeover.cutover.drain.DrainSteps}, which sees the broker through {@link dev.changeover.cutover.drain.PipelineView} only. Must
 * not depend on a stage: it believes committed offsets, not what a stage says of itself.
 */
@NullMarked
package dev.changeover.cutover.drain;

import org.jspecify.annotations.NullMarked;
