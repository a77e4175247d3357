/**
 * Reports as one page that a manager can read: no script, nothing loaded from elsewhere, light and dark, fit for print. Start at {@link
 * dev.changeover.contract.page.Page}.
 */
@NullMarked
package dev.changeover.contract.page;

import org.jspecify.annotations.NullMarked;
