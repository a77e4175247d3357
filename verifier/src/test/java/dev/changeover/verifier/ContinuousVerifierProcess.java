package dev.changeover.verifier;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.DatabaseUrl;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition.Answer;
import dev.changeover.verifier.continuous.ContinuousConfig;
import dev.changeover.verifier.continuous.ContinuousVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A continuous verifier in a process of its own, at two rows a second, so that it is killed in the middle of a look. */
final class ContinuousVerifierProcess {
    private ContinuousVerifierProcess() {}

    static Process start(DatabaseAddress v1, DatabaseAddress target, String bootstrapServers) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        ContinuousVerifierProcess.class.getName(),
                        url(v1),
                        url(target),
                        bootstrapServers)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The test server trusts everybody. */
    private static String url(DatabaseAddress address) {
        return "postgresql://" + address.user() + ":any@" + address.host() + ":" + address.port() + "/"
                + address.database();
    }

    public static void main(String[] args) throws InterruptedException {
        ContinuousConfig config = new ContinuousConfig(
                DatabaseUrl.parse(args[0]),
                DatabaseUrl.parse(args[1]),
                new TargetTopics("staging"),
                args[2],
                Map.of(),
                (lsn, atMost) -> new Answer.Passed(),
                Duration.ofMinutes(10),
                2,
                Patience.usual());
        ContinuousVerifier verifier = ContinuousVerifier.start(config);
        new CountDownLatch(1).await(); // until it is killed
        verifier.close();
    }
}
