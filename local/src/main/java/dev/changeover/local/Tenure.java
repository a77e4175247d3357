package dev.changeover.local;

import static java.util.Objects.requireNonNull;

/**
 * The time that a server of this process has its directory: from a start that goes well, or leaves nothing, to one stop, at the latest when the
 * process ends. Its owner calls it under one lock.
 */
final class Tenure {
    private final AutoCloseable directory;
    private final Runnable close;
    private final Thread atExit;
    private boolean over;

    /**
     * Begins with the directory taken.
     *
     * @param name of the thread that ends it with the process
     * @param directory given up after the stop
     * @param close of the server, which calls {@link #end}
     */
    Tenure(String name, AutoCloseable directory, Runnable close) {
        this.directory = requireNonNull(directory, "directory");
        this.close = requireNonNull(close, "close");
        this.atExit = new Thread(close, requireNonNull(name, "name"));
    }

    /** Starts the server; when that fails, what has started of it is closed. */
    void begin(Runnable start) {
        try {
            start.run();
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (RuntimeException e) {
            try {
                close.run();
            } catch (RuntimeException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    boolean isOver() {
        return over;
    }

    /** Stops the server and gives the directory up. Does nothing the second time. */
    void end(Runnable stop) {
        if (over) {
            return;
        }
        over = true;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending, and this is the hook
        }
        try {
            stop.run();
        } finally {
            giveUp();
        }
    }

    private void giveUp() {
        try {
            directory.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
