/**
 * The one shape of a running stage, and of a problem told to a person. Start at {@link
 * dev.changeover.contract.stage.Stage}.
 */
@NullMarked
package dev.changeover.contract.stage;

import org.jspecify.annotations.NullMarked;
