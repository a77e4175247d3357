package dev.changeover.cutover.cleanup;

import dev.changeover.contract.database.DatabaseAddress;
import java.util.Optional;

/** What the capture of the configured broker knows of V1's slot, which serves one capture, and with it one broker. */
@FunctionalInterface
public interface CaptureTrace {
    /**
     * Why the slot may serve another pipeline by now; empty if this capture left it as it is, or it is gone. Asked only where capture's topics are.
     */
    Optional<String> doubt(DatabaseAddress v1, String slot);
}
