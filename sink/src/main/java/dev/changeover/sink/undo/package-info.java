/**
 * Puts users back to what they were before the sink migrated them, from before-images, and readmits them. Start at {@link
 * dev.changeover.sink.undo.Undo}; what it finds is {@link dev.changeover.sink.undo.UndoLook}'s, what it writes {@link
 * dev.changeover.sink.undo.UndoTransaction}'s. Knows nothing of Kafka, V1 or documents.
 */
@NullMarked
package dev.changeover.sink.undo;

import org.jspecify.annotations.NullMarked;
