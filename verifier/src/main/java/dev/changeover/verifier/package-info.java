/** The verifier module. */
@NullMarked
package dev.changeover.verifier;

import org.jspecify.annotations.NullMarked;
