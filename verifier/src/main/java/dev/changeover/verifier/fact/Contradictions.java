package dev.changeover.verifier.fact;

import dev.changeover.verifier.read.RowCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What contradicts a fact at one look.
 *
 * @param total how many do
 * @param atLeast whether more may do than the total
 * @param listed the first of them
 */
record Contradictions(long total, boolean atLeast, List<Each> listed) {
    /** As many as a fact's query lists. */
    private static final int MOST_LISTED = 1_000;

    /** The longest list of V2 ids that a finding shows, in characters. */
    private static final int SHOWN = 60;

    /**
     * One of them.
     *
     * @param id what people find it by
     * @param state the same at two looks only if it contradicts in the same way, and nothing was written to it in between
     */
    record Each(String id, String state) {}

    Contradictions {
        listed = List.copyOf(listed);
    }

    /** What columns 2, 4 and 5 of a fact's answer say. */
    static Contradictions of(RowCursor answer) {
        List<String> ids = answer.texts(4);
        List<String> states = answer.texts(5);
        List<Each> each = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            each.add(new Each(ids.get(i), states.get(i)));
        }
        return new Contradictions(answer.number(2), false, each);
    }

    /** Those that were there at an earlier look, too; all, if the earlier list is too short to say that none was. */
    Contradictions alsoIn(Contradictions earlier) {
        Set<Each> before = new HashSet<>(earlier.listed);
        List<Each> both = listed.stream().filter(before::contains).toList();
        boolean none = both.isEmpty() && !earlier.isListedWhole();
        return none || both.size() == listed.size() ? this : new Contradictions(both.size(), !both.isEmpty(), both);
    }

    private boolean isListedWhole() {
        return listed.size() < MOST_LISTED;
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** How many, and the ids of a few. */
    String count() {
        return (atLeast ? "at least " : "") + total;
    }

    String ids() {
        String ids = String.join(", ", listed.stream().map(Each::id).toList());
        return ids.length() <= SHOWN ? ids : ids.substring(0, SHOWN);
    }
}
