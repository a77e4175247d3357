/**
 * Writes a preflight's report as text, JSON and a page. Start at {@link dev.changeover.cutover.preflight.report.HtmlReport}.
 */
@NullMarked
package dev.changeover.cutover.preflight.report;

import org.jspecify.annotations.NullMarked;
