package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same interleavings as {@link LedgerPositionsTest}, a few of them, with the ledger in PostgreSQL. */
class LedgerPositionsIT extends OnAFreshTarget {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerPositionsIT.class);
    private static final int RUNS = 6;

    @Test
    void anyInterleavingEndsAtTheNewestDocumentsAppliedOnceAndNeverGoesBack() throws Exception {
        long seed = Long.getLong("changeover.seed", System.nanoTime());
        LOG.atInfo().addKeyValue("seed", seed).log("steps at random");
        Random random = new Random(seed);
        lab.ready();
        for (int run = 0; run < RUNS; run++) {
            long firstUser = 1 + (long) run * TwoSinksModel.USERS;
            int topicOfRun = run; // the ledger knows one topic: each run has partitions of its own in it
            TwoSinksModel.Target target = deliveries -> {
                Map<Long, Position> asked = new HashMap<>();
                Delivery.latestPerUser(deliveries).forEach((user, last) -> asked.put(user, last.position()));
                BatchResult result = lab.applier()
                        .apply(deliveries.stream()
                                .map(delivery -> new Delivery(
                                        new Position(
                                                2 * topicOfRun
                                                        + delivery.position().partition(),
                                                delivery.position().offset()),
                                        delivery.document(),
                                        delivery.again()))
                                .toList());
                Set<Position> written = new HashSet<>();
                for (UserOutcome outcome : result.outcomes()) {
                    if (!(outcome instanceof UserOutcome.Stale)) {
                        written.add(Objects.requireNonNull(asked.get(outcome.userId())));
                    }
                }
                return written;
            };
            TwoSinksModel model = new TwoSinksModel(
                    target,
                    (user, version) -> Documents.user(user, "u" + user + "@x")
                            .row("refresh_tokens", user, "token", user + " v" + version)
                            .build(),
                    firstUser,
                    false);

            for (Map.Entry<Long, Integer> user :
                    model.run(LedgerPositionsTest.randomSteps(random, 50)).entrySet()) {
                assertThat(lab.ask("SELECT token FROM refresh_tokens WHERE token LIKE '" + user.getKey() + " v%'"))
                        .isEqualTo(user.getKey() + " v" + user.getValue());
            }
        }
    }
}
