/**
 * Step 3 of the topology, by user: keeps every row of a user under that user, and writes the user's document when something
 * changed. Documents wait while a snapshot is incomplete or no drill catalogue is known. Start at {@link
 * dev.changeover.transform.user.UserStep} and {@link dev.changeover.transform.user.Assembler}. Knows nothing of the other steps.
 */
@NullMarked
package dev.changeover.transform.user;

import org.jspecify.annotations.NullMarked;
