/**
 * Turns V1's table topics into one document a user, with Kafka Streams. Start at {@link
 * dev.changeover.transform.Transform} to run it, and at {@link dev.changeover.transform.TransformTopology} to understand it: it draws the three
 * steps (packages {@code row}, {@code parent}, {@code user}) and the topics between them (package {@code message}). Knows
 * neither who fills the table topics nor who reads the documents.
 */
@NullMarked
package dev.changeover.transform;

import org.jspecify.annotations.NullMarked;
