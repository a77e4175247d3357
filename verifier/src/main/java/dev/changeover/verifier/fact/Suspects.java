package dev.changeover.verifier.fact;

import dev.changeover.verifier.fact.Contradictions.Each;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What contradicted a fact at one look, followed through later ones. One that is gone is cleared; one that is there in the same state is
 * confirmed; one that was written meanwhile stays open. What comes new is no suspect. Confined to one thread.
 */
final class Suspects {
    private final Map<String, Each> open = new LinkedHashMap<>();
    private final Map<String, Each> confirmed = new LinkedHashMap<>();
    private boolean isAnyUnlisted;

    Suspects(Contradictions first) {
        startAgain(first);
    }

    /** Takes a look that says nothing about those before it. */
    void startAgain(Contradictions first) {
        open.clear();
        open.putAll(first.byKey());
        isAnyUnlisted = !first.isListedWhole();
    }

    /** Takes a later look, before which the pipeline has passed all that the last one saw. */
    void lookAgain(Contradictions later) {
        Map<String, Each> now = later.byKey();
        for (Each suspect : List.copyOf(open.values())) {
            Each same = now.remove(suspect.key());
            if (same == null) {
                if (later.isListedWhole()) {
                    open.remove(suspect.key());
                }
            } else if (same.state().equals(suspect.state())) {
                open.remove(suspect.key());
                confirmed.put(same.key(), same);
            } else {
                open.put(same.key(), same);
            }
        }
        if (isAnyUnlisted) { // those that are listed now may be among those that were not
            now.keySet().removeAll(confirmed.keySet());
            open.putAll(now);
            isAnyUnlisted = !later.isListedWhole();
        }
    }

    /** Whether more looks change nothing: one that is confirmed violates the fact, whatever the others do. */
    boolean areSettled() {
        return isAnyConfirmed() || !isAnyOpen();
    }

    boolean isAnyConfirmed() {
        return !confirmed.isEmpty();
    }

    boolean isAnyOpen() {
        return isAnyUnlisted || !open.isEmpty();
    }

    List<Each> confirmed() {
        return new ArrayList<>(confirmed.values());
    }

    List<Each> open() {
        return new ArrayList<>(open.values());
    }
}
