package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.local.fault.NetworkProxy;
import dev.changeover.torture.world.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The network between the stages and a database breaks, and is sound again after a while. */
record NetworkFault(String name, String description, Kind kind) implements Fault {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration SLOW_PAUSE = Duration.ofMillis(20);
    private static final int SLOW_BYTES = 4_096;

    /** How it breaks. */
    enum Kind {
        CUT {
            @Override
            void strike(Arena arena) throws InterruptedException {
                NetworkProxy line = either(arena);
                arena.outage("network cut", line::cut, SHORT, line::heal);
            }
        },
        HALF_OPEN {
            @Override
            void strike(Arena arena) throws InterruptedException {
                NetworkProxy line = either(arena);
                arena.outage("network half-open", line::stall, SHORT, line::heal);
            }
        },
        SLOW {
            @Override
            void strike(Arena arena) throws InterruptedException {
                NetworkProxy line = either(arena);
                arena.outage("network slow", () -> line.slow(SLOW_PAUSE, SLOW_BYTES), SHORT, line::heal);
            }
        },
        RESET_IN_COPY {
            @Override
            void strike(Arena arena) throws InterruptedException {
                trap(arena, "connection reset in COPY", NetworkProxy::resetInCopy);
            }
        },
        COMMIT_REPLY_LOST {
            @Override
            void strike(Arena arena) throws InterruptedException {
                trap(arena, "reply to COMMIT lost", line -> line.dropReplyTo("COMMIT"));
            }
        };

        abstract void strike(Arena arena) throws InterruptedException;

        private static NetworkProxy either(Arena arena) {
            return arena.random().nextBoolean()
                    ? arena.world().networkToV1()
                    : arena.world().networkToV2();
        }

        /** Sets a trap for the sink, and waits until it has struck. */
        private static void trap(Arena arena, String what, Consumer<NetworkProxy> set) throws InterruptedException {
            NetworkProxy line = arena.world().networkToV2();
            long before = line.struck();
            set.accept(line);
            if (arena.awaitThat(() -> line.struck() > before)) {
                arena.strike(what, () -> {});
            } else {
                arena.problem("'" + what + "' did not strike: nothing came by that it waits for");
            }
            line.heal();
        }
    }

    NetworkFault {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(kind, "kind");
    }

    static List<Fault> all() {
        return List.of(
                new NetworkFault(
                        "network:cut", "the connections to V1 or V2 are reset, new ones refused for 10 s", Kind.CUT),
                new NetworkFault(
                        "network:half-open",
                        "the connections to V1 or V2 stay open and carry nothing for 10 s",
                        Kind.HALF_OPEN),
                new NetworkFault("network:slow", "the network to V1 or V2 is slow for 10 s", Kind.SLOW),
                new NetworkFault(
                        "network:reset-in-copy", "the sink's connection is reset in a COPY", Kind.RESET_IN_COPY),
                new NetworkFault(
                        "network:commit-reply-lost",
                        "V2 commits, and the sink never hears of it",
                        Kind.COMMIT_REPLY_LOST));
    }

    @Override
    public Surroundings surroundings() {
        return new Surroundings(true, false);
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        kind.strike(arena);
    }
}
