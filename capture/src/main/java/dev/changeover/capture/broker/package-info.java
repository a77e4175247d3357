/**
 * Kafka as capture uses it: the way out that every record takes, what capture reads back, and what it tells the other
 * stages of itself. Start at {@link dev.changeover.capture.broker.Outbox} and {@link
 * dev.changeover.capture.broker.Broker}. Must not depend on V1 or Debezium, nor on another package of capture.
 */
@NullMarked
package dev.changeover.capture.broker;

import org.jspecify.annotations.NullMarked;
