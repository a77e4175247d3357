package dev.changeover.torture.fault;

import dev.changeover.local.fault.clock.ShiftedClock;
import dev.changeover.torture.process.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The stages' processes go on with clocks that are an hour off, each in a time zone of its own, so that every round has three zones and
 * two hours between its clocks; later they die and have the right time again.
 */
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
        return "the stages' clocks are an hour off, each in a time zone of its own";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        List<Member> stages = arena.world().stages();
        int shift = arena.random().nextInt(SHIFTS.size());
        int zone = arena.random().nextInt(ZONES.size());
        StringBuilder what = new StringBuilder();
        for (int i = 0; i < stages.size(); i++) {
            what.append(i == 0 ? "" : ", ")
                    .append(misadjust(
                            arena,
                            stages.get(i),
                            SHIFTS.get((shift + i) % SHIFTS.size()),
                            ZONES.get((zone + i) % ZONES.size())));
        }
        try {
            arena.strike("restarted with wrong clocks: " + what, () -> killAll(stages));
            arena.requireRecovery();
            arena.pause(HOW_LONG);
        } finally {
            stages.forEach(stage -> stage.startFromNowOnWith(Map.of()));
        }
        arena.strike("restarted with the right time", () -> killAll(stages));
    }

    private static String misadjust(Arena arena, Member stage, Duration shift, String zone) {
        stage.startFromNowOnWith(arena.world()
                .javaOptions(String.join(" ", ShiftedClock.javaArguments(shift)) + " -Duser.timezone=" + zone));
        return stage.name() + " by " + shift + " in " + zone;
    }

    private static void killAll(List<Member> stages) {
        stages.parallelStream().forEach(Member::kill);
    }
}
