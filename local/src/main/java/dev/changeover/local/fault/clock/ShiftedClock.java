package dev.changeover.local.fault.clock;

import dev.changeover.local.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A wrong time of day for a Java process of ours: {@code System.currentTimeMillis()} and {@code java.time} are shifted
 * everywhere in it, to the millisecond. {@code System.nanoTime()}, waiting times, the times of files, and native code keep
 * to the real clock, as do databases and brokers in processes of their own.
 */
public final class ShiftedClock {
    private static final List<Class<?>> CLASSES = List.of(ClockAgent.class, ClockCalls.class, ShiftedTime.class);

    private ShiftedClock() {}

    /** What to add to the command line of {@code java}, before the main class. */
    public static List<String> javaArguments(Duration shift) {
        return List.of("-javaagent:" + agent() + "=" + shift.toMillis());
    }

    /** The jar that the Java machine wants; kept for the next process, under a name that changes with its content. */
    private static Path agent() {
        try {
            byte[] jar = jar("");
            CRC32 sum = new CRC32();
            sum.update(jar);
            Path kept = TemporaryFolder.ours()
                    .resolve("clock-" + HexFormat.of().toHexDigits((int) sum.getValue()) + ".jar");
            if (Files.notExists(kept)) {
                Path written = Files.createTempFile(kept.getParent(), "clock", ".new");
                Files.write(written, jar(kept.getFileName().toString()));
                Files.move(written, kept, StandardCopyOption.ATOMIC_MOVE);
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] jar(String ownName) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", ClockAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Boot-Class-Path", ownName); // the JDK's classes call it, too
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            add(jar, "META-INF/MANIFEST.MF");
            manifest.write(jar);
            for (Class<?> each : CLASSES) {
                String name = each.getName().replace('.', '/') + ".class";
                add(jar, name);
                copy(name, jar);
            }
        }
        return bytes.toByteArray();
    }

    private static void add(JarOutputStream jar, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the same classes give the same jar
        jar.putNextEntry(entry);
    }

    private static void copy(String name, OutputStream to) throws IOException {
        try (InputStream from = ShiftedClock.class.getResourceAsStream("/" + name)) {
            if (from == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            from.transferTo(to);
        }
    }
}
