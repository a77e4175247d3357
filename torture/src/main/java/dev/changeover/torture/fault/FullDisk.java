package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.local.LocalPostgres;
import dev.changeover.local.fault.SmallDisk;
import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import dev.changeover.torture.world.Surroundings;
import dev.changeover.torture.world.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A disk is full until work has stood still for a while, and then has room again. */
record FullDisk(String name, String description, Kind kind) implements Fault {
    private static final Duration FULL = Duration.ofSeconds(10);
    /** At 25 probes a second nothing has come through for seconds: the disk did what it should. */
    private static final int STANDSTILL = 150;

    /** Whose disk it is. */
    enum Kind {
        /** The broker gives up by itself, as Kafka does, and somebody starts it again when there is room. */
        BROKER {
            @Override
            void strike(Arena arena) throws InterruptedException {
                World world = arena.world();
                fill(arena, world.disks().broker(), () -> {}, () -> world.broker()
                        .restart());
            }
        },
        /** The transform dies on top of it: it cannot start again before there is room. */
        STATE {
            @Override
            void strike(Arena arena) throws InterruptedException {
                Member transform = arena.world().stage(StageKind.TRANSFORM);
                fill(arena, arena.world().disks().transform(), transform::kill, () -> {});
            }
        },
        /** The server refuses, or gives up; somebody starts it again when there is room. */
        V2 {
            @Override
            void strike(Arena arena) throws InterruptedException {
                LocalPostgres server = arena.world().servers().v2();
                fill(arena, arena.world().servers().diskOfV2(), () -> {}, () -> {
                    if (!answers(server)) {
                        server.restart();
                    }
                });
            }
        };

        abstract void strike(Arena arena) throws InterruptedException;

        void fill(Arena arena, SmallDisk disk, Runnable onTop, Runnable afterwards) throws InterruptedException {
            arena.outageThatStopsWork(
                    "disk full: " + name().toLowerCase(Locale.ROOT),
                    () -> {
                        disk.fill();
                        onTop.run();
                    },
                    STANDSTILL,
                    FULL,
                    () -> {
                        disk.release();
                        afterwards.run();
                    });
        }

        private static boolean answers(LocalPostgres server) {
            try (Connection connection = server.connect("postgres")) {
                return connection.isValid(5);
            } catch (SQLException e) {
                return false;
            }
        }
    }

    FullDisk {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(kind, "kind");
    }

    static List<Fault> all() {
        return List.of(
                new FullDisk("disk-full:broker", "the broker's disk is full for 10 s and more", Kind.BROKER),
                new FullDisk("disk-full:state", "the transform's disk is full for 10 s and more", Kind.STATE),
                new FullDisk("disk-full:v2", "V2's disk is full for 10 s and more", Kind.V2));
    }

    @Override
    public Optional<String> missing() {
        return SmallDisk.unavailable();
    }

    @Override
    public Surroundings surroundings() {
        return new Surroundings(false, true);
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        kind.strike(arena);
    }
}
