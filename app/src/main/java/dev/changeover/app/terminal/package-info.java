/**
 * What people see: messages, a progress line, tables and JSON. Start at {@link dev.changeover.app.terminal.Terminal}. Must not know a command
 * or a stage.
 */
@NullMarked
package dev.changeover.app.terminal;

import org.jspecify.annotations.NullMarked;
