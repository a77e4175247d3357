package dev.changeover.local;

import java.nio.file.Path;

/** What a broker in a process of its own keeps beside its log. */
record BrokerFiles(Path directory) {
    Path log() {
        return directory.resolve("log");
    }

    Path settings() {
        return directory.resolve("server.properties");
    }

    Path output() {
        return directory.resolve("server.log");
    }

    /** The process's number, from its first moment on. */
    Path pid() {
        return directory.resolve("broker.pid");
    }

    /** There once clients are served. */
    Path ready() {
        return directory.resolve("broker.ready");
    }
}
