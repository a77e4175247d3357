/** The local module. */
@NullMarked
package dev.changeover.local;

import org.jspecify.annotations.NullMarked;
