package dev.changeover.torture.process;

import dev.changeover.local.ParentWatch;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class around a stage's, with which the stage ends when the harness does. Otherwise a harness that is killed would leave stages
 * behind that start over and over.
 */
public final class Child {
    private Child() {}

    /** Runs the main class that the first argument names, with the other arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        ParentWatch.start();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
