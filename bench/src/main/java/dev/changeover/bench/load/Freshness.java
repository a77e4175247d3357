package dev.changeover.bench.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How old commits were when V2 showed them, in milliseconds. */
public record Freshness(double p50Millis, double p99Millis) {
    private static final int DIGITS = 3;

    public static Freshness of(List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            throw new IllegalStateException("No mark was committed in the window: give it more seconds");
        }
        Histogram micros = new Histogram(DIGITS);
        arrivals.forEach(each -> micros.recordValue(TimeUnit.NANOSECONDS.toMicros(each.latencyNanos())));
        return new Freshness(micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(99) / 1e3);
    }
}
