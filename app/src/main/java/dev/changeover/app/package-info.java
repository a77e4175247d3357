/** The app module. */
@NullMarked
package dev.changeover.app;

import org.jspecify.annotations.NullMarked;
