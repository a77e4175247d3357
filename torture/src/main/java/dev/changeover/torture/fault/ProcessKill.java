package dev.changeover.torture.fault;

import dev.changeover.torture.process.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** {@code kill -9} of stages at random, one to fifteen seconds apart, whether the last one has been recovered from or not. */
record ProcessKill() implements Fault {
    private static final int STRIKES = 2;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String description() {
        return "kill -9 of capture, transform and sink processes at random, 1 to 15 s apart";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        for (int i = 0; i < STRIKES; i++) {
            arena.pauseAtRandom();
            List<Member> victims = victims(arena.world().stages(), arena.random());
            String names = victims.stream().map(Member::name).collect(Collectors.joining(", "));
            arena.strike("kill -9 " + names, () -> victims.parallelStream().forEach(Member::kill));
        }
    }

    /** Mostly one, now and then two or all three. One that is just being started again may be among them. */
    private static List<Member> victims(List<Member> stages, RandomGenerator random) {
        List<Member> left = new ArrayList<>(stages);
        int dice = random.nextInt(10);
        int wanted = dice < 7 ? 1 : dice < 9 ? 2 : left.size();
        List<Member> victims = new ArrayList<>();
        while (victims.size() < wanted) {
            victims.add(left.remove(random.nextInt(left.size())));
        }
        return victims;
    }
}
