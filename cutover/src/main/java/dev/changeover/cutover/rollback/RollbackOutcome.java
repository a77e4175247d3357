package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/** How a rollback ended that was not hindered. */
public sealed interface RollbackOutcome {
    /**
     * The target is as it was at the point.
     *
     * @param epoch as raised; 0 if there is no ledger
     * @param tables that were changed
     * @param sequences that were set back
     * @param lost what others wrote since the point, and is gone
     * @param writersWaited from the locks to the commit
     */
    record Done(
            long epoch,
            List<TableChange> tables,
            int sequences,
            List<OthersWrites> lost,
            Duration writersWaited,
            Duration took)
            implements RollbackOutcome {
        public Done {
            tables = List.copyOf(tables);
            lost = List.copyOf(lost);
            requireNonNull(writersWaited, "writersWaited");
            requireNonNull(took, "took");
        }
    }

    /** Others wrote since the point, and that was not accepted: nothing was changed. */
    record OthersWrote(List<OthersWrites> writes) implements RollbackOutcome {
        public OthersWrote {
            writes = List.copyOf(writes);
        }
    }

    /** It was told to stop before the commit: nothing was changed. */
    record Interrupted() implements RollbackOutcome {}
}
