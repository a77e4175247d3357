/**
 * The rewriting rules, as pure functions of a user's rows and the drill catalogue. Start at {@link
 * dev.changeover.contract.rules.UserRewriter}. Does no I/O and keeps no state.
 */
@NullMarked
package dev.changeover.contract.rules;

import org.jspecify.annotations.NullMarked;
