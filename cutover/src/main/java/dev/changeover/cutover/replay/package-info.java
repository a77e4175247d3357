/** Asking the pipeline to assemble users again from what it holds. */
@NullMarked
package dev.changeover.cutover.replay;

import org.jspecify.annotations.NullMarked;
