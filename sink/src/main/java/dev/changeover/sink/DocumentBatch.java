package dev.changeover.sink;

import dev.changeover.sink.apply.Delivery;
import java.util.List;

/** Documents to be applied in one transaction, in the order in which they were read; empty if there are none now. */
record DocumentBatch(List<Delivery> deliveries) {
    DocumentBatch {
        deliveries = List.copyOf(deliveries);
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    int size() {
        return deliveries.size();
    }
}
