package dev.changeover.bench.figure;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** What was measured, in the order in which it was; at least one number. */
public record Samples(List<Double> values) {
    public Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A figure without a sample says nothing: measure at least once");
        }
        if (values.stream().anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException("Every sample is a number, but these are not: " + values);
        }
    }

    public static Samples of(double... values) {
        return new Samples(
                IntStream.range(0, values.length).mapToObj(i -> values[i]).toList());
    }

    /** The middle one; of an even number the mean of both in the middle. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Each sample divided by the one that was measured beside it: a busy machine is as unfair to the one as to the other. */
    public Samples dividedBy(Samples reference) {
        return pairedWith(reference, (ours, theirs) -> ours / theirs);
    }

    /** Each sample less the one that was measured beside it. */
    public Samples minus(Samples other) {
        return pairedWith(other, (ours, theirs) -> ours - theirs);
    }

    private Samples pairedWith(Samples other, DoubleBinaryOperator both) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException(
                    "There must be as many samples of the reference as of what is compared, but" + " there are "
                            + other.values.size() + " and " + values.size());
        }
        return new Samples(IntStream.range(0, values.size())
                .mapToObj(i -> both.applyAsDouble(values.get(i), other.values.get(i)))
                .toList());
    }
}
