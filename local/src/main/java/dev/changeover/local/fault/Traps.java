package dev.changeover.local.fault;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The one trap that is set, and how often any fault has struck. Safe for any thread. */
final class Traps {
    private final AtomicReference<@Nullable Trap> set = new AtomicReference<>();
    private final AtomicLong struck = new AtomicLong();

    void set(Trap trap) {
        set.set(trap);
    }

    void clear() {
        set.set(null);
    }

    @Nullable
    Trap set() {
        return set.get();
    }

    /** Whether the caller is the one that the trap strikes. */
    boolean take(Trap trap) {
        return set.compareAndSet(trap, null);
    }

    /** The moment was not right after all. */
    void putBack(Trap trap) {
        set.compareAndSet(null, trap);
    }

    void count() {
        struck.incrementAndGet();
    }

    long struck() {
        return struck.get();
    }
}
