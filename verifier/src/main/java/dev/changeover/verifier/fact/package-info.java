/**
 * Facts that must hold inside the target, as SQL of their own: an error in a rewriting rule shows here as well. Start at
 * {@link dev.changeover.verifier.fact.FactCheck}. Its
 * queries must not depend on the rewriting rules, nor it on the sink.
 */
@NullMarked
package dev.changeover.verifier.fact;

import org.jspecify.annotations.NullMarked;
