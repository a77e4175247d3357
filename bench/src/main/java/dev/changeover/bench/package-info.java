/** The bench module. */
@NullMarked
package dev.changeover.bench;

import org.jspecify.annotations.NullMarked;
