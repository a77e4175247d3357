package dev.changeover.cutover.cleanup;

import java.util.List;

/**
 * What there is of one environment.
 *
 * @param going in the order in which it goes
 * @param running what works with it now, and how to stop it; nothing is taken away meanwhile
 * @param lastEnvironment whether no other environment uses what both share
 */
public record Remains(List<Thing> going, List<Kept> staying, List<String> running, boolean lastEnvironment) {
    public Remains {
        going = List.copyOf(going);
        staying = List.copyOf(staying);
        running = List.copyOf(running);
    }

    public boolean isNothing() {
        return going.isEmpty();
    }

    /** The names of what goes of this kind. */
    public List<String> names(Kind kind) {
        return going.stream()
                .filter(each -> each.kind() == kind)
                .map(Thing::name)
                .toList();
    }
}
