package dev.changeover.verifier.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Things that were found, many of which are alike, put together.
 *
 * @param name what they have in common
 * @param first the V1 users of the first of them, each once
 */
record Grouped(List<String> name, long count, List<Long> first) {
    private static final int MOST_NAMED = 8;

    Grouped {
        name = List.copyOf(name);
        first = List.copyOf(first);
    }

    /** In the order of their names. Groups what is listed: more may have been counted. */
    static <T> List<Grouped> by(Counted<T> counted, Function<T, List<String>> name, Function<T, Long> user) {
        Map<String, List<T>> groups = counted.listed().stream()
                .collect(Collectors.groupingBy(
                        each -> String.join("\u0000", name.apply(each)), TreeMap::new, Collectors.toList()));
        return groups.values().stream()
                .map(each -> new Grouped(
                        name.apply(each.get(0)),
                        each.size(),
                        each.stream().map(user).distinct().limit(MOST_NAMED).toList()))
                .toList();
    }

    static List<Grouped> heldBack(ContentFinding found) {
        return by(found.heldBack(), each -> List.of(each.table(), each.reason()), HeldBack::v1UserId);
    }

    static List<Grouped> quarantined(ContentFinding found) {
        return by(found.quarantined(), each -> List.of(each.reason()), QuarantinedUser::v1UserId);
    }

    /** The first users as a list for people. */
    String users() {
        String listed = first.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return first.size() < count ? listed + ", …" : listed;
    }
}
