/**
 * Faults of the world around, for the tests of every stage: a network that breaks, a disk that fills up, a clock that is
 * wrong. Each says how often it struck, so that a test can prove that it did. Start at {@link
 * dev.changeover.local.fault.NetworkProxy}. A server that crashes or hangs is {@link dev.changeover.local.LocalPostgres} or
 * {@link dev.changeover.local.BrokerProcess} itself. No stage may use this.
 */
@NullMarked
package dev.changeover.local.fault;

import org.jspecify.annotations.NullMarked;
