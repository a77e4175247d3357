/**
 * The one shape of a running stage, of a problem told to a person, and of the name by which the broker knows a process again. Start
 * at {@link dev.changeover.contract.stage.Stage}.
 */
@NullMarked
package dev.changeover.contract.stage;

import org.jspecify.annotations.NullMarked;
