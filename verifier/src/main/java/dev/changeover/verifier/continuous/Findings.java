package dev.changeover.verifier.continuous;

import dev.changeover.verifier.content.UserResult;
import dev.changeover.verifier.report.Counted;
import dev.changeover.verifier.report.Mismatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the users that are not simply equal: suspects, mismatches, and those that never stop changing. What was
 * found stays until a look finds the user equal, or nowhere. Holds a constant. Confined to the thread that looks.
 */
final class Findings {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousVerifier.class);
    private static final int MOST_SUSPECTS = 2_000;
    private static final int MOST_MISMATCHED = 10_000;
    private static final int MOST_CHANGING = 1_000;
    private static final int MOST_LISTED = 100;

    private final int rounds;
    private final NavigableMap<Long, Suspect> suspects = new TreeMap<>();
    private final NavigableMap<Long, Mismatched> mismatched = new TreeMap<>();
    private final TreeSet<Long> changing = new TreeSet<>();

    /** @param rounds how often a suspect is looked at again before it counts as changing */
    Findings(int rounds) {
        this.rounds = rounds;
    }

    /** A first look at a user; {@code pass} is null when a document led to it. */
    void see(UserResult result, @Nullable Pass pass, long lsn, long nowNanos) {
        long user = result.v1UserId();
        Suspect open = suspects.get(user);
        Mismatched known = mismatched.get(user);
        if (!result.differs()) {
            equal(result, pass);
        } else if (open != null) {
            if (pass != null && open.pass() == null) {
                pass.opened();
                suspects.put(user, open.in(pass));
            }
        } else if (known != null && known.isStillSaidBy(result)) {
            settled(result, pass);
        } else if (suspects.size() < MOST_SUSPECTS) {
            suspects.put(user, Suspect.of(result, pass, lsn, nowNanos));
            if (pass != null) {
                pass.opened();
            }
        } else if (pass != null) {
            pass.notFollowed(result);
        }
    }

    /** Suspects whose positions the pipeline has passed, the first of them. */
    List<Long> readyBehind(PassedPosition position, int most) {
        return suspects.entrySet().stream()
                .filter(each -> position.hasPassed(
                        each.getValue().lsn(), each.getValue().lookNanos()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Another look at a suspect, after the pipeline has passed the one before. */
    void seeAgain(UserResult result, long lsn, long nowNanos) {
        Suspect before = suspects.get(result.v1UserId());
        if (before == null) {
            return;
        }
        boolean last = before.rounds() + 1 >= rounds;
        if (!result.differs()) {
            equal(result, null);
        } else if (before.isUnwrittenIn(result) && (last || before.differsInTheSameWay(result))) {
            close(result.v1UserId(), before);
            settled(result, before.pass());
            mismatch(result);
        } else if (last) {
            close(result.v1UserId(), before);
            keepsChanging(result, before.pass());
        } else {
            suspects.put(result.v1UserId(), before.again(result, lsn, nowNanos));
        }
    }

    /** Users that a look asked for, and that neither database has: nothing is left to differ. */
    void nowhere(Collection<Long> users) {
        for (Long user : users) {
            Suspect open = suspects.get(user);
            if (open != null) {
                close(user, open);
            }
            mismatched.remove(user);
            changing.remove(user);
        }
    }

    /** Users from one id (not included) to another (included) of whom something is kept. */
    Set<Long> between(long after, long upTo) {
        Set<Long> known =
                new TreeSet<>(suspects.subMap(after, false, upTo, true).keySet());
        known.addAll(mismatched.subMap(after, false, upTo, true).keySet());
        known.addAll(changing.subSet(after, false, upTo, true));
        return known;
    }

    /** The pass does not wait for its suspects any more; they are followed all the same. */
    void release(Pass pass) {
        suspects.replaceAll((user, each) -> each.pass() == pass ? each.in(null) : each);
    }

    /** Asks for the wait after which every suspect can be looked at again. */
    void waitFor(PassedPosition position) {
        suspects.values().stream().mapToLong(Suspect::lsn).max().ifPresent(lsn -> position.want(lsn, newestLook()));
    }

    private long newestLook() {
        return suspects.values().stream()
                .mapToLong(Suspect::lookNanos)
                .reduce((one, other) -> one - other >= 0 ? one : other)
                .orElseThrow();
    }

    long suspects() {
        return suspects.size();
    }

    /** Suspects that have been open for longer than this. */
    long suspectsSince(long nanos) {
        return suspects.values().stream()
                .filter(each -> each.sinceNanos() - nanos < 0)
                .count();
    }

    long mismatchedUsers() {
        return mismatched.size();
    }

    Counted<Mismatch> mismatches() {
        List<Mismatch> listed = new ArrayList<>();
        long total = 0;
        for (Mismatched user : mismatched.values()) {
            total += user.total();
            user.listed().stream().limit(MOST_LISTED - listed.size()).forEach(listed::add);
        }
        return new Counted<>(total, listed);
    }

    Counted<Long> changing() {
        return new Counted<>(
                changing.size(), changing.stream().limit(MOST_LISTED).toList());
    }

    private void equal(UserResult result, @Nullable Pass pass) {
        long user = result.v1UserId();
        Suspect open = suspects.get(user);
        Pass waiting = open == null ? null : open.pass();
        if (open != null) {
            close(user, open);
        }
        changing.remove(user);
        if (mismatched.remove(user) != null) {
            LOG.atInfo().addKeyValue("v1_user_id", user).log("the mismatch is mended");
        }
        settled(result, pass == null ? waiting : pass);
    }

    private void mismatch(UserResult result) {
        changing.remove(result.v1UserId());
        if (mismatched.size() < MOST_MISMATCHED || mismatched.containsKey(result.v1UserId())) {
            Mismatched before = mismatched.put(result.v1UserId(), Mismatched.of(result));
            if (before == null) {
                LOG.atError()
                        .addKeyValue("v1_user_id", result.v1UserId())
                        .addKeyValue("mismatches", result.mismatches().size())
                        .log("mismatch found");
            }
        }
    }

    private void keepsChanging(UserResult result, @Nullable Pass pass) {
        if (changing.size() < MOST_CHANGING) {
            changing.add(result.v1UserId());
        }
        if (pass != null) {
            pass.changing(result);
        }
    }

    private void close(long user, Suspect open) {
        suspects.remove(user);
        if (open.pass() != null) {
            open.pass().closed();
        }
    }

    private static void settled(UserResult result, @Nullable Pass pass) {
        if (pass != null) {
            pass.settled(result);
        }
    }
}
