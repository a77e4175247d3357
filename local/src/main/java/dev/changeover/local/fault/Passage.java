package dev.changeover.local.fault;

import java.nio.ByteBuffer;

/**
 * What becomes of a piece of data on its way through the proxy.
 *
 * @param data what passes now
 * @param ends whether the connection is reset after that
 */
record Passage(ByteBuffer data, boolean ends) {
    static Passage of(byte[] bytes, int length) {
        return new Passage(ByteBuffer.wrap(bytes, 0, length), false);
    }

    static Passage nothing() {
        return of(new byte[0], 0);
    }

    Passage andReset() {
        return new Passage(data, true);
    }
}
