package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.UserDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document and where it was read.
 *
 * @param again true for a document that was applied or refused before, and is tried once more: its own position does not
 *     make it stale, a later one does
 */
public record Delivery(Position position, UserDocument document, boolean again) {
    public Delivery {
        requireNonNull(position, "position");
        requireNonNull(document, "document");
    }

    /** A document as the topic delivers it. */
    public static Delivery first(Position position, UserDocument document) {
        return new Delivery(position, document, false);
    }

    /** Documents of one user lie in one partition, in order; across partitions the one read later counts. */
    static Map<Long, Delivery> latestPerUser(List<Delivery> deliveries) {
        Map<Long, Delivery> latest = new LinkedHashMap<>();
        deliveries.forEach(delivery -> latest.merge(
                delivery.userId(),
                delivery,
                (one, other) -> other.position().isAtOrBelow(one.position()) ? one : other));
        return latest;
    }

    long userId() {
        return document.userId();
    }

    boolean isStaleAfter(Position applied) {
        return position.isAtOrBelow(applied) && !(again && position.equals(applied));
    }
}
