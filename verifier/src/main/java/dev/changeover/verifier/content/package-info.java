/**
 * Compares what V1 has, rewritten by the rules, with what the target has, user by user. Start at {@link
 * dev.changeover.verifier.content.ContentCheck}, which takes one or more looks ({@link
 * dev.changeover.verifier.content.ContentLook}). Must not depend on the sink.
 */
@NullMarked
package dev.changeover.verifier.content;

import org.jspecify.annotations.NullMarked;
