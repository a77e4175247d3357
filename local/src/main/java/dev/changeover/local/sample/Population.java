package dev.changeover.local.sample;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is who: which of V1's users have an email, which were copied to V2, and in what order V2 numbered its users. Users of
 * V1 are numbered from 0; the first ones are the awkward ones, all eligible, every other of them stale.
 */
final class Population {
    private final ReferenceSize size;
    private final BitSet eligible = new BitSet();
    private final BitSet stale = new BitSet();
    private final int emptyEmail;
    private final List<TargetUser> targetUsers = new ArrayList<>();

    /** A user of V2: the copy of a V1 user, or one of its own. */
    record TargetUser(Origin origin, int number) {}

    enum Origin {
        STALE,
        ANDROID,
        WITHOUT_EMAIL
    }

    Population(ReferenceSize size, long seed) {
        this.size = size;
        Random random = new Random(seed);
        List<Integer> others = new ArrayList<>();
        for (int number = 0; number < size.v1Users(); number++) {
            if (number < AwkwardUsers.COUNT) {
                eligible.set(number);
                stale.set(number, number % 2 == 0);
            } else {
                others.add(number);
            }
        }
        Collections.shuffle(others, random);
        int moreStale = size.stale() - stale.cardinality();
        int moreEligible = size.eligible() - AwkwardUsers.COUNT;
        others.subList(0, moreStale).forEach(stale::set);
        others.subList(0, moreEligible).forEach(eligible::set);
        emptyEmail = moreEligible < others.size() ? others.get(moreEligible) : -1;
        numberTargetUsers(random);
    }

    boolean isEligible(int number) {
        return eligible.get(number);
    }

    boolean isStale(int number) {
        return stale.get(number);
    }

    /** The one user of V1 whose email is the empty text: a unique column allows no second. */
    int emptyEmail() {
        return emptyEmail;
    }

    int v1Users() {
        return size.v1Users();
    }

    /** V2's users in the order of their ids. */
    List<TargetUser> targetUsers() {
        return targetUsers;
    }

    private void numberTargetUsers(Random random) {
        stale.stream().forEach(number -> targetUsers.add(new TargetUser(Origin.STALE, number)));
        for (int number = 0; number < size.android(); number++) {
            targetUsers.add(new TargetUser(Origin.ANDROID, number));
        }
        for (int number = 0; number < size.targetWithoutEmail(); number++) {
            targetUsers.add(new TargetUser(Origin.WITHOUT_EMAIL, size.android() + number));
        }
        Collections.shuffle(targetUsers, random);
    }
}
