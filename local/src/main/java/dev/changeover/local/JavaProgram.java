package dev.changeover.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main class run by a Java machine of its own, with the libraries of this one. They are handed over in the environment,
 * so that the command line stays short enough for the system to show it whole.
 */
public final class JavaProgram {
    private static final String HEAP = "-Xmx512m";

    private JavaProgram() {}

    static ProcessBuilder of(Class<?> main, String... arguments) {
        return of(List.of(), main, arguments);
    }

    /**
     * A program to be started by the caller.
     *
     * @param javaArguments for the Java machine, for example another clock; they win over ours
     */
    public static ProcessBuilder of(List<String> javaArguments, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
        command.addAll(javaArguments);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command);
        // Maven's forked machine has only a jar on its class path that names the others, and removes that jar at its
        // end.
        String libraries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        program.environment().put("CLASSPATH", libraries);
        return program;
    }
}
