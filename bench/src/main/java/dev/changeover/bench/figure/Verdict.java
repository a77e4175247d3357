package dev.changeover.bench.figure;

/** A median against what is asked of it. */
public enum Verdict {
    AIM("pass, aim reached"),
    PASS("pass"),
    OVER("over the bar"),
    /** Nothing is asked of it: it is told because another figure is made of it. */
    NONE("");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
