package dev.changeover.transform;

import static dev.changeover.transform.RowsTest.filter;
import static dev.changeover.transform.RowsTest.session;
import static dev.changeover.transform.RowsTest.user;
import static dev.changeover.transform.V1Record.deleted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
import dev.changeover.local.LocalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One user with 5,000 sessions of 2 KB, whose document is 10 MB, beside others, in a process with little memory. */
class LargeUserIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    /** No stall: in the time that it takes to write a document of 10 MB a few times on a busy machine. */
    private static final Duration NO_STALL = Duration.ofSeconds(10);

    private static final long LARGE = 1;
    private static final long SMALL = 2;
    private static final int SESSIONS = 5_000;
    private static final int TOO_MANY = 1_500;
    private static final long MAX_BYTES = 12_000_000;
    private static final String DRILLS = "[{\"title\":\"" + "x".repeat(2_000) + "\"}]";

    private final LocalBroker broker = LocalBroker.startTemporary();
    private final BrokerPipeline pipeline = new BrokerPipeline(broker.bootstrapServers(), broker::createTopics);
    private final DocumentReader reader =
            new DocumentReader(broker.bootstrapServers(), pipeline.topics, BrokerPipeline.PARTITIONS, false);
    private long lsn;

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        reader.close();
        pipeline.close();
        broker.close();
    }

    @Test
    void aDocumentOfTenMegabytesStallsNobodyAndPastTheLimitItsUserAloneWaitsUntilItIsSmaller() throws Exception {
        pipeline.endSnapshot(1);
        pipeline.publishCatalogue();
        pipeline.take(user(++lsn, LARGE), user(++lsn, SMALL));
        pipeline.flush();
        TransformConfig config = TransformProcess.withLimit(pipeline.config(directory.resolve("state")), MAX_BYTES);
        try (TransformProcess transform = TransformProcess.start(config, "-Xmx256m")) {
            await().atMost(DEADLINE).until(() -> reader.latestBytes().keySet().size() == 2);
            Duration alone = latencyOfTheSmallUser();

            putSessions(1, SESSIONS);
            Duration beside = Duration.ZERO;
            while (!isPresentWith(SESSIONS + 1)) {
                beside = longer(beside, latencyOfTheSmallUser());
            }
            assertThat(sizeOfTheLarge()).isGreaterThan(10_000_000);
            for (int change = 1; change <= 5; change++) {
                pipeline.take(session(++lsn, change, LARGE, DRILLS, "2"));
                beside = longer(beside, latencyOfTheSmallUser());
            }
            assertThat(beside).isLessThan(NO_STALL);

            putSessions(SESSIONS + 1, TOO_MANY);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(large()).isInstanceOf(UserDocument.TooLarge.class));
            assertThat(((UserDocument.TooLarge) large()).bytes()).isGreaterThan(MAX_BYTES);
            assertThat(latencyOfTheSmallUser()).isLessThan(NO_STALL);

            for (long id = SESSIONS + 1; id <= SESSIONS + TOO_MANY; id++) {
                pipeline.take(deleted(1, ++lsn, "completed_sessions", id));
            }
            pipeline.flush();
            await().atMost(DEADLINE).until(() -> isPresentWith(SESSIONS + 1));
            assertThat(transform.isAlive()).isTrue();
            assertThat(transform.reason()).isEmpty();
            LoggerFactory.getLogger(LargeUserIT.class)
                    .atWarn()
                    .addKeyValue("alone", alone)
                    .addKeyValue("beside", beside)
                    .log("latency of a small user");
        }
    }

    private void putSessions(long first, int count) {
        for (long id = first; id < first + count; id++) {
            pipeline.take(session(++lsn, id, LARGE, DRILLS, "1"));
        }
        pipeline.flush();
    }

    /** From the change until its document can be read. */
    private Duration latencyOfTheSmallUser() {
        String name = "change " + ++lsn;
        long start = System.nanoTime();
        pipeline.take(filter(lsn, 1, SMALL, name));
        pipeline.flush();
        await().atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .until(() -> new String(reader.latestBytes().getOrDefault(SMALL, new byte[0]), UTF_8).contains(name));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean isPresentWith(int rows) {
        return large() instanceof UserDocument.Present present && present.rowCount() == rows;
    }

    private UserDocument large() {
        return UserDocumentCodec.decode(bytesOfTheLarge());
    }

    private int sizeOfTheLarge() {
        return bytesOfTheLarge().length;
    }

    private byte[] bytesOfTheLarge() {
        Map<Long, byte[]> latest = reader.latestBytes();
        return latest.getOrDefault(LARGE, new byte[0]);
    }
}
