/** What applying a document promises, on a real PostgreSQL. Start at {@link dev.changeover.sink.apply.ReplacementIT}. */
@NullMarked
package dev.changeover.sink.apply;

import org.jspecify.annotations.NullMarked;
