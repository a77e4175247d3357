package dev.changeover.torture.fault;

import dev.changeover.local.fault.clock.ShiftedClock;
import dev.changeover.torture.process.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A stage's process goes on with a clock that is an hour off, in another time zone; later it dies and has the right time again. */
record WrongClock() implements Fault {
    private static final List<Duration> SHIFTS = List.of(Duration.ofHours(1), Duration.ofHours(-1));
    private static final List<String> ZONES = List.of("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu");
    private static final Duration HOW_LONG = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String description() {
        return "a stage's clock is an hour off, in another time zone";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        RandomGenerator random = arena.random();
        List<Member> stages = arena.world().stages();
        Member stage = stages.get(random.nextInt(stages.size()));
        Duration shift = SHIFTS.get(random.nextInt(SHIFTS.size()));
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        stage.startFromNowOnWith(arena.world()
                .javaOptions(String.join(" ", ShiftedClock.javaArguments(shift)) + " -Duser.timezone=" + zone));
        try {
            arena.strike(stage.name() + " restarted with its clock off by " + shift + " in " + zone, stage::kill);
            arena.requireRecovery();
            arena.pause(HOW_LONG);
        } finally {
            stage.startFromNowOnWith(Map.of());
        }
        arena.strike(stage.name() + " restarted with the right time", stage::kill);
    }
}
