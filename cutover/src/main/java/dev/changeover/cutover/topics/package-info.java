/**
 * Makes the pipeline's topics, on purpose, and refuses those that somebody made differently. Start at {@link
 * dev.changeover.cutover.topics.TopicSetup}. Must not depend on a stage.
 */
@NullMarked
package dev.changeover.cutover.topics;

import org.jspecify.annotations.NullMarked;
