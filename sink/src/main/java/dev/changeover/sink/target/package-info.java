/**
 * What the sink needs of its target besides applying documents: connections, the ledger's schema, identity, epoch, schema check,
 * indexes, baseline, the drill catalogue, and summaries. Start at {@link dev.changeover.sink.target.TargetDatabase}; the order of a
 * start is {@link dev.changeover.sink.target.TargetPreparation}. Methods that take a {@link java.sql.Connection} expect one from
 * {@code TargetDatabase}: autocommit off, read committed. They throw {@link java.sql.SQLException} for what a retry may cure, and {@link
 * dev.changeover.contract.stage.ProblemException} for what a person must decide. Must not depend on {@code dev.changeover.sink.apply}.
 */
@NullMarked
package dev.changeover.sink.target;

import org.jspecify.annotations.NullMarked;
