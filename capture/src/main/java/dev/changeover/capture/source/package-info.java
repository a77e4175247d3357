/**
 * V1 through an ordinary connection: whether it can be captured, which server it is, its slot and its publication. Start
 * at {@link dev.changeover.capture.source.SourceDatabase}, then {@link dev.changeover.capture.source.SourceChecks}.
 * Methods throw {@link java.sql.SQLException} for what may pass, and {@link
 * dev.changeover.contract.stage.ProblemException} for what a person must decide. Must not depend on Kafka or Debezium.
 */
@NullMarked
package dev.changeover.capture.source;

import org.jspecify.annotations.NullMarked;
