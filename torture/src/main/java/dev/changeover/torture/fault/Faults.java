package dev.changeover.torture.fault;

import java.util.List;
import java.util.Optional;

/** All faults there are. */
public final class Faults {
    private static final List<Fault> ALL = List.of(new ProcessKill());

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    /** The faults of this name: one, or a whole family such as {@code crash-point}; empty if there is none. */
    public static List<Fault> named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name) || each.name().startsWith(name + ":"))
                .toList();
    }

    static Optional<Fault> exactly(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
