package dev.changeover.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker itself, in the process that calls. Directories that hold no log yet are formatted first. */
final class KafkaNode {
    private KafkaNode() {}

    /** A node that is not up yet: whoever has it can stop it while {@code startup()} runs, or after that failed. */
    static KafkaRaftServer of(Properties settings) throws Exception {
        List<String> directories = List.of(settings.getProperty("log.dirs").split(","));
        if (Files.notExists(Path.of(directories.get(0)).resolve("meta.properties"))) {
            format(directories);
        }
        return new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    }

    private static void format(List<String> directories) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setDirectories(directories)
                .setMetadataLogDirectory(directories.get(0))
                .run();
    }
}
