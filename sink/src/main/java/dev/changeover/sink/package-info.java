/** The sink module. */
@NullMarked
package dev.changeover.sink;

import org.jspecify.annotations.NullMarked;
