/**
 * What a verification found, and how people and programs read it. Start at {@link
 * dev.changeover.verifier.report.VerificationReport}. Holds no email, token, password or value of a row, and must not
 * depend on how it was found.
 */
@NullMarked
package dev.changeover.verifier.report;

import org.jspecify.annotations.NullMarked;
