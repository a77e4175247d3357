package dev.changeover.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/** The main class of a broker's own process, which ends with the process that started it. */
final class BrokerProgram {
    private BrokerProgram() {}

    /** Runs until it is told to stop, or the parent ends. The only argument is the broker's directory. */
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        BrokerFiles files = new BrokerFiles(Path.of(arguments[0]));
        Files.writeString(files.pid(), Long.toString(ProcessHandle.current().pid()));
        KafkaRaftServer server = KafkaNode.of(read(files.settings()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-exit"));
        server.startup(); // returns when the controller has let the broker in
        Files.writeString(files.ready(), "");
        server.awaitShutdown();
    }

    private static Properties read(Path file) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        return settings;
    }
}
