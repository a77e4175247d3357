package dev.changeover.capture.broker;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.CaptureProgress;

/**
 * How far a running capture is.
 *
 * @param run the id under which this capture reports its progress
 * @param acknowledgedLsn everything that V1 committed up to here is acknowledged by the broker; 0 before that is known
 * @param keptWalBytes WAL that V1 keeps for the slot, as last seen; -1 before that is known
 */
public record CaptureStatus(
        String run, CaptureProgress.State doing, int generation, long acknowledgedLsn, long keptWalBytes) {
    public CaptureStatus {
        requireNonNull(run, "run");
        requireNonNull(doing, "doing");
    }
}
