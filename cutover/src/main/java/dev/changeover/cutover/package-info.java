/**
 * What an operator does around the pipeline: topics made ready, the drain, the assessment of both databases. One package each; this one
 * is empty. Must not depend on a stage: it looks at the databases and the broker alone.
 */
@NullMarked
package dev.changeover.cutover;

import org.jspecify.annotations.NullMarked;
