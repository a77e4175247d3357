/**
 * Step 2 of the topology, by parent: rows that hang on another row than a user wait here until that row's user is known,
 * and follow it when it moves. Start at {@link dev.changeover.transform.parent.ParentStep}. Knows nothing of the other steps.
 */
@NullMarked
package dev.changeover.transform.parent;

import org.jspecify.annotations.NullMarked;
