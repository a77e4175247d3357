package dev.changeover.contract.change;

/** Capture progress as JSON. */
public final class CaptureProgressCodec {
    private CaptureProgressCodec() {}

    public static byte[] encode(CaptureProgress progress) {
        throw new UnsupportedOperationException();
    }

    public static CaptureProgress decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
