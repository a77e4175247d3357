package dev.changeover.app;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT, SIGTERM and SIGHUP as a request. The JVM's own answer would run all shutdown hooks at once, those of the embedded broker among
 * them, while the stages still need it to commit.
 */
final class StopSignals {
    private StopSignals() {}

    /** Called on a thread of the JVM; must return at once. */
    @FunctionalInterface
    interface Request {
        /** Returns whether somebody looks for it. */
        boolean make();
    }

    /**
     * From now on the first signal makes the request, and ends the process in the JVM's way where nobody looks for it; the second one ends
     * it at once, unless it is a SIGHUP: a terminal that goes away sends several.
     */
    static void answerWith(Request request, int exitCode) {
        requireNonNull(request, "request");
        AtomicBoolean requested = new AtomicBoolean();
        Runnable gentle = () -> {
            if (!requested.getAndSet(true) && !request.make()) {
                System.exit(exitCode);
            }
        };
        Runnable answer = () -> {
            if (requested.get()) {
                Runtime.getRuntime().halt(exitCode);
            }
            gentle.run();
        };
        try {
            handle("INT", answer);
            handle("TERM", answer);
            handle("HUP", gentle); // started under nohup, the JVM goes on to ignore it
        } catch (ReflectiveOperationException e) {
            // Only a JVM without the module jdk.unsupported: its own answer to signals is all that there is.
            Runtime.getRuntime().addShutdownHook(new Thread(request::make, "signal"));
        }
    }

    /** By reflection: the compiler warns of this class, the warning cannot be silenced, and there is no other. */
    private static void handle(String name, Runnable answer) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler invocation = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                answer.run();
            }
            return null;
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, invocation);
        Object named = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
    }
}
