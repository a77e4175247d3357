/**
 * Checks of V1. Start at {@link dev.changeover.cutover.preflight.source.SourceExaminations}.
 */
@NullMarked
package dev.changeover.cutover.preflight.source;

import org.jspecify.annotations.NullMarked;
