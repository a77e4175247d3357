package dev.changeover.sink;

/** What happens when a user cannot be written. Conflicts of emails are no failures: they are quarantined in either mode. */
public enum FailureMode {
    /** The user is quarantined and the others go on. */
    QUARANTINE,
    /** The user is quarantined and the sink stops. */
    STOP
}
