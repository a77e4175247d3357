/**
 * V1's log, one topic a table. Start at {@link dev.changeover.capture.Capture}, which keeps an engine running, then
 * {@link dev.changeover.capture.CaptureSession}: one start looks at V1 ({@code source}) and at what Kafka remembers
 * ({@code broker}), decides whether to go on or to begin a {@code generation}, and runs an {@code engine}. Uses no other
 * stage; only these packages know Debezium.
 */
@NullMarked
package dev.changeover.capture;

import org.jspecify.annotations.NullMarked;
