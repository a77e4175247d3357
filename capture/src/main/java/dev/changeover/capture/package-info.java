/**
 * V1's log, one topic a table. Start at {@link dev.changeover.capture.Capture}, which keeps an engine running; then
 * {@link dev.changeover.capture.RecordForwarder}, which every record passes. Uses no other stage; the only package
 * that knows Debezium.
 */
@NullMarked
package dev.changeover.capture;

import org.jspecify.annotations.NullMarked;
