package dev.changeover.torture.oracle;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.torture.work.Journal;
import dev.changeover.torture.work.Session;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import java.sql.SQLException;

/** Judges two quiet databases. Confined to one thread. */
public final class Oracle {
    private final DatabaseAddress v1;
    private final DatabaseAddress v2;

    public Oracle(DatabaseAddress v1, DatabaseAddress v2) {
        this.v1 = requireNonNull(v1, "v1");
        this.v2 = requireNonNull(v2, "v2");
    }

    /**
     * Looks at everything.
     *
     * @param journal of the work that has just ended
     */
    public Findings judge(Journal journal) throws InterruptedException, SQLException {
        Tally tally = new Tally();
        tally.add(journal);
        try (Session target = new Session(v2)) {
            for (TargetFact fact : TargetFact.all()) {
                fact.check(target, tally);
            }
        }
        tally.add(Verification.run(VerifierConfig.quiet(v1, v2)));
        return tally.findings();
    }
}
