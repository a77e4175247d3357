/**
 * Compares V1 with the target and says whether they match: the evidence on which an operator cuts over. Start at {@link
 * dev.changeover.verifier.Verification}; what it finds is a {@link dev.changeover.verifier.report.VerificationReport}.
 * Reads both databases by itself and shares only the rewriting rules with the transform. Must not depend on the sink.
 */
@NullMarked
package dev.changeover.verifier;

import org.jspecify.annotations.NullMarked;
