/**
 * Lag, progress, metrics and alerts, for the people who watch a migration. Nothing lives here yet: today a stage says its
 * state through {@link dev.changeover.contract.stage.Stage}. Will depend on the contract and on Kafka's admin client, and
 * on no stage.
 */
@NullMarked
package dev.changeover.monitor;

import org.jspecify.annotations.NullMarked;
