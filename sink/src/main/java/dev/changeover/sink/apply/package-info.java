/**
 * Applies user documents to the target: one V2 transaction a batch, the difference only, and a user that the target refuses
 * alone. Start at {@link dev.changeover.sink.apply.DocumentApplier}, then {@link dev.changeover.sink.apply.BatchTransaction}.
 * Knows nothing of Kafka: it must not depend on the consumer, nor on V1.
 */
@NullMarked
package dev.changeover.sink.apply;

import org.jspecify.annotations.NullMarked;
