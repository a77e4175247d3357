/**
 * Builds the stages and runs them: what must hold before, in which order they start and stop, and how long a bounded run lasts. Start at {@link
 * dev.changeover.app.pipeline.Pipeline}. Must not know the command line or print.
 */
@NullMarked
package dev.changeover.app.pipeline;

import org.jspecify.annotations.NullMarked;
