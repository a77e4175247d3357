package dev.changeover.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/**
 * The main class of a broker's own process. Its input is a pipe from the process that started it, and ends when that one
 * ends, however it does: then this process ends at once, too.
 */
final class BrokerProgram {
    private static final int ORPHANED = 7;

    private BrokerProgram() {}

    /** Runs until it is told to stop, or the parent ends. The only argument is the broker's directory. */
    public static void main(String[] arguments) throws Exception {
        endWithTheParent();
        BrokerFiles files = new BrokerFiles(Path.of(arguments[0]));
        Files.writeString(files.pid(), Long.toString(ProcessHandle.current().pid()));
        KafkaRaftServer server = KafkaNode.of(read(files.settings()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-exit"));
        server.startup(); // returns when the controller has let the broker in
        Files.writeString(files.ready(), "");
        server.awaitShutdown();
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

    private static Properties read(Path file) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        return settings;
    }
}
