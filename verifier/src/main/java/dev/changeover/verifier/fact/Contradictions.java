package dev.changeover.verifier.fact;

import dev.changeover.verifier.read.RowCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What contradicts a fact at one look.
 *
 * @param total how many rows do
 * @param listed the first {@link #MOST_LISTED} of what contradicts, in the order of their ids
 */
record Contradictions(long total, List<Each> listed) {
    /** As many as a fact's query lists. */
    static final int MOST_LISTED = 1_000;

    /**
     * One of them.
     *
     * @param id of V2, what people find it by
     * @param key the same at every look
     * @param state another one if something was written to it since
     */
    record Each(String id, String key, String state) {}

    Contradictions {
        listed = List.copyOf(listed);
    }

    /** What columns 2, 4, 5 and 6 of a fact's answer say. */
    static Contradictions of(RowCursor answer) {
        List<String> ids = answer.texts(4);
        List<String> keys = answer.texts(5);
        List<String> states = answer.texts(6);
        List<Each> each = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            each.add(new Each(ids.get(i), keys.get(i), states.get(i)));
        }
        return new Contradictions(answer.number(2), each);
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** Whether none can be missing from the list. */
    boolean isListedWhole() {
        return listed.size() < MOST_LISTED;
    }

    Map<String, Each> byKey() {
        Map<String, Each> byKey = new LinkedHashMap<>();
        listed.forEach(each -> byKey.put(each.key(), each));
        return byKey;
    }
}
