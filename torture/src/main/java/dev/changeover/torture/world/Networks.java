package dev.changeover.torture.world;

import dev.changeover.local.fault.NetworkProxy;

/** The networks between the stages and the two databases; they can break. */
record Networks(NetworkProxy v1, NetworkProxy v2) implements AutoCloseable {
    static Networks to(Servers servers) {
        return new Networks(
                NetworkProxy.to(servers.v1().port()),
                NetworkProxy.to(servers.v2().port()));
    }

    @Override
    public void close() {
        v1.close();
        v2.close();
    }
}
