/**
 * The command tree: one class a command. Start at {@link dev.changeover.app.command.CommandLineInterface}. A command reads its options, asks the
 * other packages, and prints; it contains no work of its own.
 */
@NullMarked
package dev.changeover.app.command;

import org.jspecify.annotations.NullMarked;
