package dev.changeover.torture.world;

import dev.changeover.local.fault.SmallDisk;

/** Disks that can be filled: one under the broker, one under the transform's state. */
public record Disks(SmallDisk broker, SmallDisk transform) implements AutoCloseable {
    private static final int BROKER_MEGABYTES = 1_024;
    private static final int TRANSFORM_MEGABYTES = 512;

    static Disks mount() {
        return new Disks(SmallDisk.ofMegabytes(BROKER_MEGABYTES), SmallDisk.ofMegabytes(TRANSFORM_MEGABYTES));
    }

    @Override
    public void close() {
        broker.close();
        transform.close();
    }
}
