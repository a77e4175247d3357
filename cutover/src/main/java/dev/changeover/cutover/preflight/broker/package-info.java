/**
 * Checks of the broker and its topics. Start at {@link dev.changeover.cutover.preflight.broker.BrokerExaminations}.
 */
@NullMarked
package dev.changeover.cutover.preflight.broker;

import org.jspecify.annotations.NullMarked;
