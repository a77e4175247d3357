/**
 * What passes between the steps of the topology, and what their stores hold, as compact binary records. Internal: nobody
 * outside this module reads it. Start at {@link dev.changeover.transform.message.Message}. Depends on the contract and on
 * Kafka's serialization interfaces only.
 */
@NullMarked
package dev.changeover.transform.message;

import org.jspecify.annotations.NullMarked;
