package dev.changeover.bench.measure;

/**
 * What the topics of a pipeline hold.
 *
 * @param tables bytes of the table topics
 * @param documents bytes of the documents' topic
 * @param between bytes of all other topics: repartitioning, changelogs, state
 * @param written documents that were ever written: records, whether later ones of the same user made them needless or not
 */
record TopicFacts(long tables, long documents, long between, long written) {}
