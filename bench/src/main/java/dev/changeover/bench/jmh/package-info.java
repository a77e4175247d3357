/**
 * The steps that cost the most of each document, alone and warm, under JMH: rules, codec, difference. Started by {@code bench/jmh}. Says which of
 * two versions of a step is faster; how fast the pipeline is, {@code bench/run} says.
 */
@NullMarked
package dev.changeover.bench.jmh;

import org.jspecify.annotations.NullMarked;
