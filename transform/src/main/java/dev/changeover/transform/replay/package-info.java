/** How others ask the topology to assemble users again: from its state, or from the table topics. */
@NullMarked
package dev.changeover.transform.replay;

import org.jspecify.annotations.NullMarked;
