package dev.changeover.local.fault.clock;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shifts the clock of the process that it is loaded into, in all classes, before the program begins. */
public final class ClockAgent implements ClassFileTransformer {
    private ClockAgent() {}

    /**
     * The Java machine calls this.
     *
     * @param shiftMillis how far, in milliseconds
     */
    public static void premain(String shiftMillis, Instrumentation instrumentation) throws UnmodifiableClassException {
        ShiftedTime.shiftBy(Long.parseLong(shiftMillis));
        instrumentation.addTransformer(new ClockAgent(), true);
        instrumentation.retransformClasses(Stream.of(instrumentation.getAllLoadedClasses())
                .filter(instrumentation::isModifiableClass)
                .toArray(Class<?>[]::new));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        return ShiftedTime.class.getName().replace('.', '/').equals(name)
                ? null
                : ClockCalls.redirected(classFile).orElse(null);
    }
}
