/**
 * What a preflight finds: checks by name, each with a status, a finding and a remedy. Start at {@link dev.changeover.cutover.preflight.finding.PreflightReport}. Must not depend on what looks.
 */
@NullMarked
package dev.changeover.cutover.preflight.finding;

import org.jspecify.annotations.NullMarked;
