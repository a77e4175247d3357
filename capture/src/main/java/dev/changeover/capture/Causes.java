package dev.changeover.capture;

import java.util.HashSet;
import java.util.Set;

/** Names a failure without its messages, which may quote a row of V1. */
final class Causes {
    private Causes() {}

    /** Whether the failure or one of its causes is of this class. */
    static boolean contains(Throwable failure, Class<? extends Throwable> wanted) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            if (wanted.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** The classes of the failure and its causes with the place of each, outermost first. */
    static String classes(Throwable failure) {
        StringBuilder names = new StringBuilder();
        Set<Throwable> seen = new HashSet<>();
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            names.append(names.isEmpty() ? "" : " <- ").append(each.getClass().getName());
            StackTraceElement[] trace = each.getStackTrace();
            if (trace.length > 0) {
                names.append(" at ").append(trace[0]);
            }
        }
        return names.toString();
    }
}
