package dev.changeover.contract.change;

/** Snapshot events as JSON. */
public final class SnapshotEventCodec {
    private SnapshotEventCodec() {}

    public static byte[] encode(SnapshotEvent event) {
        throw new UnsupportedOperationException();
    }

    public static SnapshotEvent decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
