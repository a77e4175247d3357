package dev.changeover.bench.load;

import java.util.Comparator;
import java.util.List;

/** Whether commits got older on their way while a load went on. Pure. */
public final class Trend {
    /** What is less than this much above the first third is noise. */
    private static final double FACTOR = 1.5;

    private static final double MILLIS = 250;
    private static final int PARTS = 3;

    private Trend() {}

    /** Compares the last third of the time with the first one. */
    public static boolean grows(List<Arrival> arrivals) {
        List<Arrival> inOrder = arrivals.stream()
                .sorted(Comparator.comparingLong(Arrival::committedNanos))
                .toList();
        if (inOrder.size() < PARTS) {
            throw new IllegalStateException("Too few marks to see a trend: " + inOrder.size());
        }
        int part = inOrder.size() / PARTS;
        double first = Freshness.of(inOrder.subList(0, part)).p50Millis();
        double last = Freshness.of(inOrder.subList(inOrder.size() - part, inOrder.size()))
                .p50Millis();
        return last > first * FACTOR + MILLIS;
    }
}
