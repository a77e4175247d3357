package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import dev.changeover.local.sample.LiveWorkloadReport;
import dev.changeover.local.sample.ReferenceSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Android users sign up and write all the time, while the sink loads. */
class AndroidNeighboursIT extends OnAFreshTarget {
    private static final Logger LOG = LoggerFactory.getLogger(AndroidNeighboursIT.class);
    private static final int V1_USERS = 1_500;
    private static final int BATCH = 100;
    /** The limit for one wait: a person would call it slow, and far below the sink's own lock timeout. */
    private static final Duration LONG = Duration.ofSeconds(5);

    @Test
    void noneOfTheirWritesFailsWaitsLongOrChangesAndNoIdCollides() throws Exception {
        lab.referenceData(ReferenceSize.ofUsers(V1_USERS)).ready().withIndexes();
        List<Delivery> deliveries = lab.deliveries(lab.documentsOfV1().toArray(UserDocument[]::new));

        Probe alone = new Probe(() -> null);
        Probe beside;
        LiveWorkloadReport.Side android;
        try (LiveWorkload workload =
                LiveWorkload.start(new LiveWorkloadConfig(lab.addressOfV1(), lab.addressOfV2(), 0, 60, 7, false))) {
            alone.runFor(Duration.ofSeconds(3));
            beside = new Probe(() -> {
                load(deliveries);
                return null;
            });
            beside.run();
            android = workload.report().v2();
            assertThat(workload.androidRowsChangedByOthers()).isEmpty();
        }

        LOG.atInfo()
                .addKeyValue("alone", alone)
                .addKeyValue("beside", beside)
                .addKeyValue("androidTransactions", android.transactions())
                .addKeyValue("longestWait", android.longestWait().toMillis())
                .log("waits of Android users in ms");
        assertThat(android.failures()).isEmpty();
        assertThat(android.signUps()).isPositive();
        assertThat(android.longestWait()).isLessThan(LONG);
        assertThat(beside.writes()).as("writes while the sink loaded").isGreaterThan(50);
        assertThat(beside.longest()).isLessThan(LONG.toMillis());
        assertThat(lab.ask(
                        "SELECT count(*) FROM changeover.quarantine WHERE kind = 'user' OR reason <> 'no-counterpart'"))
                .isEqualTo("0");
        assertThat(lab.ask("SELECT count(*) FROM changeover.v1_user WHERE outcome IN ('replaced', 'created')"))
                .isEqualTo(Integer.toString(ReferenceSize.ofUsers(V1_USERS).eligible()));
        assertThat(lab.ask("SELECT last_value >= (SELECT max(id) FROM users) FROM users_id_seq"))
                .isEqualTo("t");
    }

    private void load(List<Delivery> deliveries) throws Exception {
        for (int from = 0; from < deliveries.size(); from += BATCH) {
            lab.applier().apply(deliveries.subList(from, Math.min(deliveries.size(), from + BATCH)));
        }
    }

    /** One more Android user who writes as fast as it can, and keeps how long each write took. */
    private final class Probe {
        private final Callable<?> meanwhile;
        private final List<Long> millis = new ArrayList<>();

        private Probe(Callable<?> meanwhile) {
            this.meanwhile = meanwhile;
        }

        void run() throws Exception {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<?> work = thread.submit(meanwhile);
                while (!work.isDone()) {
                    write();
                }
                work.get();
            } finally {
                thread.shutdownNow();
            }
        }

        void runFor(Duration time) throws Exception {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                write();
            }
        }

        private void write() throws Exception {
            long begin = System.nanoTime();
            lab.v2("WITH u AS (INSERT INTO users (email) VALUES (gen_random_uuid() || '@probe') RETURNING id)"
                    + " INSERT INTO refresh_tokens (user_id, token) SELECT id, gen_random_uuid()::text FROM u");
            millis.add((System.nanoTime() - begin) / 1_000_000);
        }

        int writes() {
            return millis.size();
        }

        long longest() {
            return millis.stream().mapToLong(Long::longValue).max().orElse(0);
        }

        @Override
        public String toString() {
            List<Long> sorted = millis.stream().sorted().toList();
            return sorted.size() + " writes, median " + sorted.get(sorted.size() / 2) + ", p99 "
                    + sorted.get(sorted.size() * 99 / 100) + ", max " + longest();
        }
    }
}
