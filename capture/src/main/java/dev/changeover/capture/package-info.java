/** The capture module. */
@NullMarked
package dev.changeover.capture;

import org.jspecify.annotations.NullMarked;
