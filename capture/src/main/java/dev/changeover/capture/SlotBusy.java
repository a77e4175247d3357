package dev.changeover.capture;

import dev.changeover.contract.stage.Problem;

/**
 * Another server process of V1 uses the slot: another capture's, or our own from before a cut network, which V1 notices
 * late. Never leaves the package.
 */
final class SlotBusy extends RuntimeException {
    private final Problem problem;

    SlotBusy(Problem problem) {
        super(problem.line());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
