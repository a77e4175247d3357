package dev.changeover.local;

import java.io.IOException;

/**
 * Ends this process with its parent: its input is a pipe from there, and ends when the parent does, however that is. Whoever stops such a
 * process in good order must leave the pipe open until it is gone.
 */
public final class ParentWatch {
    private static final int ORPHANED = 7;

    private ParentWatch() {}

    /** From now on, on a thread of its own, until the end of the process. */
    public static void start() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is ever said
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(ORPHANED);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
