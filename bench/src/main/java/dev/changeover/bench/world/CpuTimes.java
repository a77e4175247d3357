package dev.changeover.bench.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What all cores have done since the machine was started, in ticks; Linux tells it.
 *
 * @param idle waiting for a disk included
 */
record CpuTimes(long all, long idle) {
    private static final int IDLE = 3;
    private static final int WAITING_FOR_A_DISK = 4;
    /** What follows is counted among the others already. */
    private static final int KINDS = 8;

    static CpuTimes now() {
        try {
            return of(Files.readAllLines(Path.of("/proc/stat")).get(0));
        } catch (IOException e) {
            return new CpuTimes(0, 0);
        }
    }

    /** From the line {@code cpu  user nice system idle iowait irq softirq steal …}. */
    static CpuTimes of(String line) {
        long[] ticks = Arrays.stream(line.strip().split(" +"))
                .skip(1)
                .limit(KINDS)
                .mapToLong(Long::parseLong)
                .toArray();
        return new CpuTimes(Arrays.stream(ticks).sum(), ticks[IDLE] + ticks[WAITING_FOR_A_DISK]);
    }

    /** From 0 to 1; -1 if no time has passed, or the system does not tell. */
    double busyShareSince(CpuTimes before) {
        long passed = all - before.all;
        return passed <= 0 ? -1 : 1 - (double) (idle - before.idle) / passed;
    }
}
