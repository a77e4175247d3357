package dev.changeover.app.terminal;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;

/**
 * Where data and messages go: data to stdout, messages to stderr. Safe for any thread.
 *
 * @param animated whether stderr is a terminal, on which a line may be drawn again
 * @param colouredData whether stdout shows colours
 * @param colouredMessages whether stderr does
 */
public record Terminal(
        PrintStream out, PrintStream err, boolean animated, boolean colouredData, boolean colouredMessages) {
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String ERROR = "error: ";
    private static final String PLAIN = "\u001b[0m";

    public Terminal {
        requireNonNull(out, "out");
        requireNonNull(err, "err");
    }

    /** Streams that go to files or programs, as far as one knows: without colours, and no line is drawn again. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, false);
    }

    /** A line of the answer. */
    public void data(String line) {
        out.println(line);
    }

    /** A line for the person who watches. */
    public synchronized void message(String line) {
        err.println((animated ? ERASE_LINE : "") + line);
    }

    /** The line for the person who watches that says how a command failed. */
    public void error(String line) {
        message((colouredMessages ? RED + ERROR + PLAIN : ERROR) + line);
    }

    /** Draws the last line again; does nothing off a terminal. */
    public synchronized void redraw(String line) {
        if (animated) {
            err.print(ERASE_LINE + line);
            err.flush();
        }
    }

    /** Part of a line of the answer, as are the others. */
    public String bold(String text) {
        return painted(BOLD, text);
    }

    public String good(String text) {
        return painted(GREEN, text);
    }

    public String bad(String text) {
        return painted(RED, text);
    }

    private String painted(String paint, String text) {
        return colouredData ? paint + text + PLAIN : text;
    }
}
