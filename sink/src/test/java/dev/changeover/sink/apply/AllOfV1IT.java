package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.rules.Identity;
import dev.changeover.local.sample.ReferenceSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole reference data set through the applier, with two threads as the sink has them. */
class AllOfV1IT extends OnAFreshTarget {
    private static final Logger LOG = LoggerFactory.getLogger(AllOfV1IT.class);
    private static final int BATCH = 200;

    private long apply(List<UserDocument> documents) throws Exception {
        List<Delivery> deliveries = lab.deliveries(documents.toArray(UserDocument[]::new));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> written = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int half = thread;
                List<Delivery> mine = deliveries.stream()
                        .filter(delivery -> delivery.userId() % 2 == half)
                        .toList();
                written.add(threads.submit(() -> {
                    long rows = 0;
                    for (int from = 0; from < mine.size(); from += BATCH) {
                        rows += lab.applier()
                                .apply(mine.subList(from, Math.min(mine.size(), from + BATCH)))
                                .rowsWritten();
                    }
                    return rows;
                }));
            }
            return written.get(0).get() + written.get(1).get();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everyUserArrivesNobodyElseIsTouchedAndTheSecondTimeNothingIsWritten() throws Exception {
        lab.referenceData(ReferenceSize.full()).ready().withIndexes();
        String protectedUsers = "SELECT t.xmin, t::text FROM users t JOIN changeover.baseline_user b"
                + " ON b.target_user_id = t.id WHERE b.class = 'protected' ORDER BY t.id";
        String protectedRows = "SELECT t.xmin, t::text FROM completed_sessions t JOIN changeover.baseline_user b"
                + " ON b.target_user_id = t.user_id WHERE b.class = 'protected' ORDER BY t.id";
        String before = lab.ask(protectedUsers) + lab.ask(protectedRows);
        List<UserDocument> documents = lab.documentsOfV1();

        long begin = System.nanoTime();
        long rows = apply(documents);
        double seconds = (System.nanoTime() - begin) / 1e9;

        LOG.atInfo()
                .addKeyValue("users", documents.size())
                .addKeyValue("rowsWritten", rows)
                .addKeyValue("seconds", seconds)
                .log("reference data applied");
        assertThat(lab.ask("SELECT outcome, count(*) FROM changeover.v1_user GROUP BY 1 ORDER BY 1"))
                .isEqualTo("created|1495\nreplaced|3378\nskipped|55");
        assertThat(lab.ask(protectedUsers) + lab.ask(protectedRows)).isEqualTo(before);
        assertThat(lab.ask("SELECT count(*) FROM changeover.migrated_row WHERE live"))
                .isEqualTo(Long.toString(rowsOfEligible(documents)));

        Map<String, String> once = lab.everything();
        assertThat(apply(documents)).isZero();
        assertThat(lab.everything()).isEqualTo(once);
    }

    @Test
    void oneChangedRowOfAUserWithFiveThousandSessionsIsOneRowWritten() throws Exception {
        lab.ready().withIndexes();
        lab.apply(withSessions("first"));
        lab.apply(withSessions("second"));

        long begin = System.nanoTime();
        BatchResult result = lab.apply(withSessions("third"));

        LOG.atInfo()
                .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
                .log("one row of a large user applied");
        assertThat(result.rowsWritten()).isEqualTo(1);
        assertThat(lab.ask("SELECT count(*) FROM completed_sessions")).isEqualTo("5000");
    }

    private static UserDocument withSessions(String lastOne) {
        Documents user = Documents.user(1, "u@x");
        String drills = "[" + "{\"title\": \"Wall passes\", \"totalDuration\": 18},".repeat(40) + "1]";
        for (int i = 1; i < 5_000; i++) {
            user.row("completed_sessions", i, "drills", drills);
        }
        return user.row("completed_sessions", 5_000, "drills", "[\"" + lastOne + "\"]")
                .build();
    }

    private static long rowsOfEligible(List<UserDocument> documents) {
        return documents.stream()
                .map(UserDocument.Present.class::cast)
                .filter(document ->
                        Identity.of(document.userRow().values().get(2)).isPresent())
                .mapToLong(UserDocument.Present::rowCount)
                .sum();
    }
}
