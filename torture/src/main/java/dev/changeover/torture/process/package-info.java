/**
 * Processes that are started again whenever they die, as an orchestrator does. Start at {@link
 * dev.changeover.torture.process.Member}. Knows nothing of what runs in them.
 */
@NullMarked
package dev.changeover.torture.process;

import org.jspecify.annotations.NullMarked;
