package dev.changeover.contract.database;

import static java.util.Objects.requireNonNull;

/** A text that must not be seen: prints as stars. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = requireNonNull(value, "value");
    }

    /** The text itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
