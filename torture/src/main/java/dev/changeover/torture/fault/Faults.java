package dev.changeover.torture.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All faults there are. */
public final class Faults {
    private static final Duration REBALANCE = Duration.ofMinutes(2);
    private static final List<Fault> ALL = ordered();

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    /**
     * The faults of this name: one, or a whole family such as {@code crash-point}; empty if there is none. The family need not be said:
     * {@code streams-commit} is both crash points of that name.
     */
    public static List<Fault> named(String name) {
        List<Fault> named = ALL.stream()
                .filter(each -> (each.name() + ":").startsWith(name + ":"))
                .toList();
        return named.isEmpty()
                ? ALL.stream()
                        .filter(each -> (each.name() + ":").contains(":" + name + ":"))
                        .toList()
                : named;
    }

    /** The first words of all names, each once. */
    public static List<String> families() {
        return ALL.stream().map(each -> each.name().split(":", 2)[0]).distinct().toList();
    }

    private static List<Fault> ordered() {
        List<Fault> all = new ArrayList<>(CrashPoint.all());
        all.add(new ProcessKill());
        all.add(Outage.broker());
        all.add(Outage.v1());
        all.add(Outage.v2());
        all.addAll(NetworkFault.all());
        all.add(new PausedSink());
        all.add(new Rebalance(REBALANCE));
        all.add(new WrongClock());
        all.addAll(FullDisk.all());
        all.add(new Poison());
        all.addAll(SchemaChange.all());
        all.addAll(TargetSchemaChange.all());
        all.add(new LostWal());
        all.addAll(LargeTransaction.all());
        return List.copyOf(all);
    }
}
