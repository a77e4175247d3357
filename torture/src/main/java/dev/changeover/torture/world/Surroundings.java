package dev.changeover.torture.world;

/**
 * What a fault needs that others would only pay for.
 *
 * @param networks whether the stages reach their databases through networks that can break
 * @param smallDisks whether broker, transform and V2 have disks that can be filled
 */
public record Surroundings(boolean networks, boolean smallDisks) {
    public static final Surroundings PLAIN = new Surroundings(false, false);

    public Surroundings and(Surroundings other) {
        return new Surroundings(networks || other.networks, smallDisks || other.smallDisks);
    }
}
