/**
 * Another time of day for one Java process. Start at {@link dev.changeover.local.fault.clock.ShiftedClock}. The other
 * public classes are public because that process calls them; they must not depend on anything but the JDK.
 */
@NullMarked
package dev.changeover.local.fault.clock;

import org.jspecify.annotations.NullMarked;
