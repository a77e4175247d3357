/**
 * Verifies all the time, at a pace that both databases hardly notice: every user once a period, and users that just
 * changed as soon as the sink has applied them. Start at {@link
 * dev.changeover.verifier.continuous.ContinuousVerifier}; why it is built so is in
 * {@code docs/decisions/0004-continuous-verification.md}. Compares through {@code content}, writes nothing anywhere, and
 * must not depend on the sink.
 */
@NullMarked
package dev.changeover.verifier.continuous;

import org.jspecify.annotations.NullMarked;
