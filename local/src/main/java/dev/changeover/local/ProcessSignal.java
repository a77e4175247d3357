package dev.changeover.local;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a process can be told from outside, beside to end. Needs a POSIX shell. */
public enum ProcessSignal {
    /** Holds all threads of the process where they are; its connections stay open, and silent. */
    PAUSE("STOP"),
    /** Lets a paused process go on as if nothing had happened. */
    RESUME("CONT");

    private final String posix;

    ProcessSignal(String posix) {
        this.posix = posix;
    }

    /**
     * Returns when the system has taken the signal.
     *
     * @throws IllegalStateException if the process has ended
     */
    public void send(long pid) {
        if (!reached(pid)) {
            throw new IllegalStateException(
                    "Process " + pid + " could not be sent SIG" + posix + ": it has ended, or is not ours");
        }
    }

    /** As {@link #send}; false if the process has ended. */
    boolean reached(long pid) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "kill -" + posix + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return shell.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while process " + pid + " was sent SIG" + posix, e);
        }
    }
}
