package dev.changeover.torture.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class around a stage's: its input is a pipe from the harness and ends when that ends, however it does; then this process ends at
 * once, too. Otherwise a harness that is killed would leave stages behind that start over and over.
 */
public final class Child {
    private static final int ORPHANED = 7;

    private Child() {}

    /** Runs the main class that the first argument names, with the other arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        endWithTheParent();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void endWithTheParent() {
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
