package dev.changeover.sink.apply;

import dev.changeover.contract.document.UserDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One documents topic, one consumer group of two sinks, and one ledger. Every step is something that may happen at any moment; what must
 * hold is checked after each. The ledger is the production one, or one in memory that decides by the production classes.
 */
final class TwoSinksModel {
    static final int USERS = 4;
    private static final int PARTITIONS = 2;
    private static final int SINKS = 2;

    /** What may happen. {@code number} chooses a user, a partition or how many documents are read. */
    record Step(Kind kind, int sink, int number) {
        enum Kind {
            WRITE,
            POLL,
            APPLY,
            APPLY_AND_LOSE_THE_REPLY,
            COMMIT_OFFSETS,
            CRASH,
            REBALANCE,
            TAKE_DUE,
            TRY_DUE_AGAIN
        }
    }

    /** Where documents are applied. */
    interface Target {
        /** In one transaction; answers the positions of those that were not stale. */
        Set<Position> apply(List<Delivery> deliveries) throws Exception;
    }

    /** Makes a document that says which version of its user it is. */
    interface Documentation {
        UserDocument document(long user, int version);
    }

    private static final class SinkState {
        final Map<Integer, Long> next = new HashMap<>();
        final List<Delivery> inHand = new ArrayList<>();
        final List<Delivery> due = new ArrayList<>();
    }

    private final Target target;
    private final Documentation documentation;
    private final long firstUser;
    private final boolean commitsBeforeItApplies;
    private final List<List<Delivery>> topic = new ArrayList<>();
    private final long[] committed = new long[PARTITIONS];
    private final int[] owner = new int[PARTITIONS];
    private final List<SinkState> sinks = new ArrayList<>();
    private final Map<Long, Position> newest = new HashMap<>();
    private final Set<Position> applied = new HashSet<>();

    TwoSinksModel(Target target, Documentation documentation, long firstUser, boolean commitsBeforeItApplies) {
        this.target = target;
        this.documentation = documentation;
        this.firstUser = firstUser;
        this.commitsBeforeItApplies = commitsBeforeItApplies;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            topic.add(new ArrayList<>());
            owner[partition] = partition % SINKS;
        }
        for (int sink = 0; sink < SINKS; sink++) {
            sinks.add(new SinkState());
        }
    }

    /** Takes all steps, lets everything arrive, and answers the newest version of each user that was written. */
    Map<Long, Integer> run(List<Step> steps) throws Exception {
        for (Step step : steps) {
            take(step);
        }
        Arrays.fill(owner, 0);
        crash(0);
        poll(0, Integer.MAX_VALUE);
        apply(sinks.get(0).inHand);
        Map<Long, Integer> versions = new HashMap<>();
        for (List<Delivery> partition : topic) {
            for (Delivery document : partition) {
                versions.merge(document.userId(), 1, Integer::sum);
            }
        }
        for (List<Delivery> partition : topic) {
            Delivery.latestPerUser(partition)
                    .values()
                    .forEach(last -> require(
                            last.position().equals(newest.get(last.userId())),
                            "user " + last.userId() + " ends at its newest document"));
        }
        return versions;
    }

    private void take(Step step) throws Exception {
        SinkState sink = sinks.get(step.sink());
        switch (step.kind()) {
            case WRITE -> write(firstUser + step.number() % USERS);
            case POLL -> poll(step.sink(), 1 + step.number());
            case APPLY -> {
                apply(sink.inHand);
                sink.inHand.clear();
            }
            case APPLY_AND_LOSE_THE_REPLY -> apply(sink.inHand);
            case COMMIT_OFFSETS -> commit(step.sink());
            case CRASH -> crash(step.sink());
            case REBALANCE -> owner[step.number() % PARTITIONS] = step.sink();
            case TAKE_DUE -> takeDue(sink, firstUser + step.number() % USERS);
            case TRY_DUE_AGAIN -> {
                apply(sink.due);
                sink.due.clear();
            }
        }
    }

    private void write(long user) {
        int number = (int) (user % PARTITIONS);
        List<Delivery> partition = topic.get(number);
        int version = 1
                + (int) partition.stream()
                        .filter(document -> document.userId() == user)
                        .count();
        partition.add(Delivery.first(new Position(number, partition.size()), documentation.document(user, version)));
    }

    /** As a consumer does: partitions that it lost are forgotten here, and new ones begin at the committed offset. */
    private void poll(int number, int atMost) {
        SinkState sink = sinks.get(number);
        if (!sink.inHand.isEmpty()) {
            return;
        }
        sink.next.keySet().removeIf(partition -> owner[partition] != number);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (owner[partition] != number) {
                continue;
            }
            List<Delivery> documents = topic.get(partition);
            long from = sink.next.computeIfAbsent(partition, each -> committed[each]);
            long to = Math.min(documents.size(), from + (long) atMost - sink.inHand.size());
            sink.inHand.addAll(documents.subList((int) from, (int) Math.max(from, to)));
            sink.next.put(partition, Math.max(from, to));
        }
    }

    /** Refused by the broker for a partition that is another's by now. */
    private void commit(int number) {
        SinkState sink = sinks.get(number);
        if (sink.inHand.isEmpty() || commitsBeforeItApplies) {
            sink.next.forEach((partition, offset) -> {
                if (owner[partition] == number) {
                    committed[partition] = offset;
                }
            });
        }
    }

    private void crash(int number) {
        SinkState sink = sinks.get(number);
        sink.next.clear();
        sink.inHand.clear();
        sink.due.clear();
    }

    /** What the retrier does: it reads the user's last document again, and others may be faster until it is applied. */
    private void takeDue(SinkState sink, long user) {
        Position position = newest.get(user);
        if (position != null && sink.due.isEmpty()) {
            Delivery document = topic.get(position.partition()).get((int) position.offset());
            sink.due.add(new Delivery(position, document.document(), true));
        }
    }

    private void apply(List<Delivery> deliveries) throws Exception {
        if (deliveries.isEmpty()) {
            return;
        }
        Set<Position> written = target.apply(List.copyOf(deliveries));
        for (Delivery delivery : deliveries) {
            if (!written.contains(delivery.position())) {
                continue;
            }
            Position before = newest.put(delivery.userId(), delivery.position());
            require(
                    before == null || before.isAtOrBelow(delivery.position()),
                    "user " + delivery.userId() + " never goes back");
            require(
                    applied.add(delivery.position()) || delivery.again(),
                    "a document is applied once, unless it is tried again on purpose");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
