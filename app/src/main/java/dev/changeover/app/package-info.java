/**
 * The composition root: the only place that builds stages, reads the command line and prints. Start at {@link dev.changeover.app.Main}, then
 * the package {@code command}, whose classes are the commands; {@code pipeline} starts and stops stages for them.
 */
@NullMarked
package dev.changeover.app;

import org.jspecify.annotations.NullMarked;
