/**
 * A broker and databases on this machine, without Docker, and sample data to fill them with: for the demonstration and for
 * the tests of every stage. Start at {@link dev.changeover.local.LocalPostgres} and {@link
 * dev.changeover.local.LocalBroker}. Depends on nothing of ours but the contract; no stage may use it.
 */
@NullMarked
package dev.changeover.local;

import org.jspecify.annotations.NullMarked;
