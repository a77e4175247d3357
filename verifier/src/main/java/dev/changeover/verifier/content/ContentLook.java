package dev.changeover.verifier.content;

import dev.changeover.contract.rules.UserRewriter;
import dev.changeover.verifier.read.Depth;
import dev.changeover.verifier.read.Drills;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.read.SourceUsers;
import dev.changeover.verifier.read.TargetUser;
import dev.changeover.verifier.read.TargetUsers;
import dev.changeover.verifier.read.UserSelection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One look at both databases, each in its snapshot: walks the users of both in V1 id order, V1 read and rewritten in a
 * thread of its own. Holds a bounded number of users.
 */
public final class ContentLook {
    private final Depth depth;
    private final Map<String, String> drillOverrides;

    public ContentLook(Depth depth, Map<String, String> drillOverrides) {
        this.depth = depth;
        this.drillOverrides = Map.copyOf(drillOverrides);
    }

    /** Gives the result of every selected user, in V1 id order, to {@code results}, in the calling thread. */
    public void run(Snapshot v1, Snapshot target, UserSelection selection, Consumer<UserResult> results)
            throws InterruptedException {
        Expectation expectation = depth == Depth.EXISTENCE
                ? Expectation.rowsOnly()
                : Expectation.byTheRules(new UserRewriter(Drills.catalogue(target, drillOverrides)), Drills.titles(v1));
        if (selection.ids().isEmpty()) {
            v1.joinWholeTables();
            target.joinWholeTables();
        }
        try (SourceUsers source = new SourceUsers(v1, selection, depth);
                ReadAhead<ExpectedUser> expected = new ReadAhead<>(
                        "verifier-v1",
                        () -> source.next().map(user -> ExpectedUser.of(user, expectation)),
                        ExpectedUser::weight);
                TargetUsers actual = new TargetUsers(target, selection, depth)) {
            merge(expected, actual, results);
        }
    }

    private static void merge(ReadAhead<ExpectedUser> expected, TargetUsers actual, Consumer<UserResult> results)
            throws InterruptedException {
        Optional<ExpectedUser> user = expected.next();
        while (user.isPresent()) {
            while (actual.nextId() < user.get().id()) {
                results.accept(UserJudgement.withoutV1(actual.next().orElseThrow()));
            }
            Optional<TargetUser> same = actual.nextId() == user.get().id() ? actual.next() : Optional.empty();
            results.accept(UserJudgement.of(user.get(), same));
            user = expected.next();
        }
        for (Optional<TargetUser> rest = actual.next(); rest.isPresent(); rest = actual.next()) {
            results.accept(UserJudgement.withoutV1(rest.get()));
        }
    }
}
