/**
 * What a migration would have to do, computed from V1 and the target alone, each read in one snapshot, nothing written. Start at {@link
 * dev.changeover.cutover.assessment.Stats}. Must not depend on the broker or a stage: it answers before any of them runs.
 */
@NullMarked
package dev.changeover.cutover.assessment;

import org.jspecify.annotations.NullMarked;
