/**
 * Debezium and what it calls: the engine's life, and the way of a record from it to the broker. Start at {@link
 * dev.changeover.capture.engine.RecordForwarder}, which every record passes. The only package that knows Debezium's
 * classes; it must not decide how capture starts, nor whether it tries again.
 */
@NullMarked
package dev.changeover.capture.engine;

import org.jspecify.annotations.NullMarked;
