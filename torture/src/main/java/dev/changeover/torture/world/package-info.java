/**
 * What a round runs on: two servers with the sample, a broker, the stages. Start at {@link dev.changeover.torture.world.World}. Knows no
 * fault.
 */
@NullMarked
package dev.changeover.torture.world;

import org.jspecify.annotations.NullMarked;
