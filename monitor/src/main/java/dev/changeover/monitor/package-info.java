/** The monitor module. */
@NullMarked
package dev.changeover.monitor;

import org.jspecify.annotations.NullMarked;
