package dev.changeover.cutover.cleanup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is found. Confined to one thread. */
final class Inventory {
    private final List<Thing> going = new ArrayList<>();
    private final List<Kept> staying = new ArrayList<>();
    private final List<String> running = new ArrayList<>();

    void goes(Kind kind, String name, String detail) {
        going.add(new Thing(kind, name, detail));
    }

    void stays(Kind kind, String name, String why) {
        staying.add(new Kept(kind, name, why));
    }

    void runs(String what) {
        running.add(what);
    }

    Remains remains(boolean lastEnvironment) {
        return new Remains(going, staying, running, lastEnvironment);
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
