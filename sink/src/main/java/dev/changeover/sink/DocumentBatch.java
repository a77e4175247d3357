package dev.changeover.sink;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.apply.Delivery;
import java.util.List;

/**
 * Documents to be applied in one transaction, in the order in which they were read; empty if there are none now.
 *
 * @param leftOut what was read between them, of users that are not to be applied
 */
record DocumentBatch(List<Delivery> deliveries, List<UserDocument> leftOut) {
    DocumentBatch {
        deliveries = List.copyOf(deliveries);
        leftOut = List.copyOf(leftOut);
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    int size() {
        return deliveries.size();
    }
}
