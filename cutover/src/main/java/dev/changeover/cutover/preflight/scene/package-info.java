/**
 * What checks look at: settings, one read-only session a database, and figures that several checks share. Start at {@link dev.changeover.cutover.preflight.scene.Scene}. Must not depend on a check.
 */
@NullMarked
package dev.changeover.cutover.preflight.scene;

import org.jspecify.annotations.NullMarked;
