package dev.changeover.local.fault;

import java.util.concurrent.atomic.AtomicLong;

/** A fault that waits for its moment, and strikes one connection once. */
sealed interface Trap {
    /** Resets the connection that carries the last of these bytes. */
    record AfterBytes(AtomicLong left) implements Trap {
        /** How many of these bytes may pass; all of them if the moment has not come. */
        int share(int bytes) {
            long before = left.getAndAdd(-bytes);
            return (int) Math.max(0, Math.min(before, bytes));
        }

        boolean isDue() {
            return left.get() <= 0;
        }
    }

    /** Resets the connection after the first piece of data that a client copies in. */
    record InCopy() implements Trap {}

    /** Lets the server execute the command, keeps its answer back, and resets the connection. */
    record ReplyTo(String command) implements Trap {}
}
