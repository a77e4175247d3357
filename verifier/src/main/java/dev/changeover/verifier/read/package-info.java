/**
 * Reads V1 and the target, each in one repeatable-read snapshot, as streams of users in V1 id order. Start at {@link
 * dev.changeover.verifier.read.SourceUsers} and {@link dev.changeover.verifier.read.TargetUsers}. Knows nothing of what
 * is expected, and must not depend on the rewriting rules or on the sink.
 */
@NullMarked
package dev.changeover.verifier.read;

import org.jspecify.annotations.NullMarked;
