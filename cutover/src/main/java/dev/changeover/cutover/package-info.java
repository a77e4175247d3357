/** The cutover module. */
@NullMarked
package dev.changeover.cutover;

import org.jspecify.annotations.NullMarked;
