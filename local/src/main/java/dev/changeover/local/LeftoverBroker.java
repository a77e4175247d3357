package dev.changeover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's process that outlived the one which started it. It ends by itself, except where it was paused: then it would
 * hold its port, and be in the log again as soon as somebody let it go on.
 */
final class LeftoverBroker {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverBroker.class);
    private static final long PATIENCE_SECONDS = 30;

    private LeftoverBroker() {}

    /** Ends the broker that runs in this directory, if any. */
    static void killIfAlive(Path directory) {
        Path pidFile = new BrokerFiles(directory).pid();
        try {
            if (Files.exists(pidFile)) {
                broker(Files.readString(pidFile).strip()).ifPresent(LeftoverBroker::kill);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(ProcessHandle broker) {
        var end = broker.onExit();
        broker.destroyForcibly();
        end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        LOG.atInfo().addKeyValue("pid", broker.pid()).log("a left-over broker was stopped");
    }

    /** The number may have gone to another program in the meantime. */
    private static Optional<ProcessHandle> broker(String pid) {
        return pid.matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(LeftoverBroker::isBroker)
                : Optional.empty();
    }

    private static boolean isBroker(ProcessHandle process) {
        return process.info()
                .commandLine()
                .map(command -> command.contains(BrokerProgram.class.getName()))
                .orElse(false);
    }
}
