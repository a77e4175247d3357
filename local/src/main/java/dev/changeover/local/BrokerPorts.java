package dev.changeover.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The ports of a broker, the same at every start while nobody else takes them: clients keep its address. */
record BrokerPorts(int clients, int controller) {
    private static final String FILE = "ports.properties";

    /** @param wanted for clients; 0 for the last one or a free one */
    static BrokerPorts choose(Path directory, int wanted) {
        try {
            Properties last = read(directory.resolve(FILE));
            int clients = wanted == 0 ? lastOrFree(last.getProperty("clients")) : wanted;
            BrokerPorts ports = new BrokerPorts(clients, lastOrFree(last.getProperty("controller")));
            ports.write(directory.resolve(FILE));
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String clientAddress() {
        return "127.0.0.1:" + clients;
    }

    String controllerAddress() {
        return "127.0.0.1:" + controller;
    }

    private static int lastOrFree(String last) {
        int port = last.isEmpty() ? 0 : Integer.parseInt(last);
        return port != 0 && FreePorts.isFree(port) ? port : FreePorts.next();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("clients", "");
        properties.setProperty("controller", "");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    private void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("clients", Integer.toString(clients));
        properties.setProperty("controller", Integer.toString(controller));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "The broker takes these again if they are free");
        }
    }
}
