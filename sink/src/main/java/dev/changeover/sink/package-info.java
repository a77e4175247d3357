/**
 * Documents → target: consumes the documents topic and applies each user atomically. Start at {@link
 * dev.changeover.sink.Sink}, then {@link dev.changeover.sink.SinkWorker}; what applying means is in {@code sink.apply}, what the
 * target must have in {@code sink.target}. Uses no other stage.
 */
@NullMarked
package dev.changeover.sink;

import org.jspecify.annotations.NullMarked;
