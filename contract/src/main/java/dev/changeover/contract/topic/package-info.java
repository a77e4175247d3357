/**
 * The topics of the pipeline: names, partitions and settings, as data. Start at {@link
 * dev.changeover.contract.topic.TopicPlan}.
 */
@NullMarked
package dev.changeover.contract.topic;

import org.jspecify.annotations.NullMarked;
