package dev.changeover.torture.world;

import java.util.Locale;

/** The stages that run as processes. */
public enum StageKind {
    CAPTURE,
    TRANSFORM,
    SINK;

    /** Small and quick to start: several share two cores. */
    static final String JVM_OPTIONS =
            "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+ExitOnOutOfMemoryError";

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
