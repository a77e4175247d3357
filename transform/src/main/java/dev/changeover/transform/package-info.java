/** The transform module. */
@NullMarked
package dev.changeover.transform;

import org.jspecify.annotations.NullMarked;
