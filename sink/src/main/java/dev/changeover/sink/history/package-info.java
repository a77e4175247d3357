/**
 * The log of commands in the target's ledger, written by whatever command changes something. Start at {@link
 * dev.changeover.sink.history.CommandLog}. Must not know a command, or depend on {@code dev.changeover.sink.apply}.
 */
@NullMarked
package dev.changeover.sink.history;

import org.jspecify.annotations.NullMarked;
