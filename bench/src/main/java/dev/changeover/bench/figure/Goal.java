package dev.changeover.bench.figure;

/**
 * What is asked of a figure, in its unit.
 *
 * @param bar must not be missed
 * @param aim at least as strict
 * @param direction whether less is better
 */
public record Goal(double bar, double aim, Direction direction) {
    /** On which side of a number it is good to be. */
    public enum Direction {
        AT_MOST("≤"),
        AT_LEAST("≥");

        private final String sign;

        Direction(String sign) {
            this.sign = sign;
        }

        boolean holds(double value, double limit) {
            return this == AT_MOST ? value <= limit : value >= limit;
        }
    }

    public Goal {
        if (!direction.holds(aim, bar)) {
            throw new IllegalArgumentException(
                    "An aim is at least as strict as the bar, but is " + aim + " for " + bar);
        }
    }

    public static Goal atMost(double bar, double aim) {
        return new Goal(bar, aim, Direction.AT_MOST);
    }

    public static Goal atLeast(double bar, double aim) {
        return new Goal(bar, aim, Direction.AT_LEAST);
    }

    public Verdict judge(double value) {
        if (direction.holds(value, aim)) {
            return Verdict.AIM;
        }
        return direction.holds(value, bar) ? Verdict.PASS : Verdict.OVER;
    }

    String sign() {
        return direction.sign;
    }
}
