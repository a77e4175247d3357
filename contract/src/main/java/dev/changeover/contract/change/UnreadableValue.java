package dev.changeover.contract.change;

/** A value that does not have the form that the plan's column asks for. Never leaves the package. */
final class UnreadableValue extends RuntimeException {
    UnreadableValue(String reason) {
        super(reason, null, false, false); // control flow inside one call: nobody reads the trace
    }
}
