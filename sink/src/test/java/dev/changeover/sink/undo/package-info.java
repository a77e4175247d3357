/** What undoing a user promises, on a real PostgreSQL. Start at {@link dev.changeover.sink.undo.UndoIT}. */
@NullMarked
package dev.changeover.sink.undo;

import org.jspecify.annotations.NullMarked;
