package dev.changeover.app.terminal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a run is: a bar with rate and remaining time on a terminal, a plain line every few seconds elsewhere. Confined to one thread.
 */
public final class Progress {
    private static final Duration FRAME = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(5);
    private static final int BAR_WIDTH = 28;

    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private final long started;
    private long shownAt;
    private boolean shown;

    public Progress(Terminal terminal, LongSupplier nanoClock) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.started = nanoClock.getAsLong();
    }

    /**
     * Shows where the run is, unless that was shown a moment ago.
     *
     * @param total 0 while it is not known
     */
    public void show(String where, long done, long total) {
        long now = nanoClock.getAsLong();
        Duration pause = terminal.animated() ? FRAME : LINE;
        if (shown && now - shownAt < pause.toNanos()) {
            return;
        }
        shown = true;
        shownAt = now;
        if (terminal.animated()) {
            terminal.redraw(bar(done, total) + line(where, done, total, now));
        } else {
            terminal.message(line(where, done, total, now));
        }
    }

    /** Leaves the line free for what comes next. */
    public void end() {
        terminal.redraw("");
    }

    private String line(String where, long done, long total, long now) {
        double seconds = Math.max(1, now - started) / 1e9;
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s, %.0f s", where, seconds);
        }
        double rate = done / seconds;
        String remaining = rate > 0 && done < total
                ? String.format(Locale.ROOT, ", about %.0f s left", Math.ceil((total - done) / rate))
                : "";
        return String.format(Locale.ROOT, "%d of %d users, %.0f a second%s (%s)", done, total, rate, remaining, where);
    }

    private static String bar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR_WIDTH, done * BAR_WIDTH / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] ";
    }
}
