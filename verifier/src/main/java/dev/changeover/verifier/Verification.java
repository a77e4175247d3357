package dev.changeover.verifier;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.verifier.content.ContentCheck;
import dev.changeover.verifier.content.ContentLook;
import dev.changeover.verifier.content.PipelinePosition;
import dev.changeover.verifier.fact.FactCheck;
import dev.changeover.verifier.fact.TargetLook;
import dev.changeover.verifier.read.DatabaseSide;
import dev.changeover.verifier.read.Depth;
import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.read.UserSelection;
import dev.changeover.verifier.report.ContentFinding;
import dev.changeover.verifier.report.VerificationReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One verification: reads, compares, reports; writes nothing anywhere. May be run any number of times, also beside a
 * running pipeline and beside another verification. Stopped in its middle, it leaves nothing behind.
 */
public final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private final VerifierConfig config;
    private final Optional<PipelinePosition> pipeline;
    private final FactCheck facts;
    private final List<String> problems = new ArrayList<>();
    private Optional<ContentCheck.Ending> content = Optional.empty();

    private Verification(VerifierConfig config) {
        this.config = requireNonNull(config, "config");
        this.pipeline = config.pipeline().map(Verification::leavingOpen);
        this.facts = new FactCheck(config.target(), config.level().checksInvariants(), config.drillOverrides());
    }

    /** Whatever keeps the pipeline from being asked, nothing is known then of the users that differ. */
    private static PipelinePosition leavingOpen(PipelinePosition pipeline) {
        return (lsn, atMost) -> {
            try {
                return pipeline.awaitPassed(lsn, atMost);
            } catch (ProblemException e) {
                Problem found = e.problem();
                throw new ProblemException(
                        new Problem(Problem.Kind.INCONCLUSIVE, found.what(), found.why(), found.remedy()), e);
            }
        };
    }

    /**
     * Verifies, and ends with a verdict also when a database cannot be read: that is inconclusive, and the report says
     * why.
     *
     * @throws InterruptedException when the thread is interrupted; nothing is left behind
     */
    public static VerificationReport run(VerifierConfig config) throws InterruptedException {
        return new Verification(config).report(Clock.systemUTC());
    }

    private VerificationReport report(Clock clock) throws InterruptedException {
        Instant start = clock.instant();
        long startNanos = System.nanoTime();
        try {
            if (config.level().readsV1()) {
                compare();
            } else {
                lookAtTargetAlone();
            }
            if (pipeline.isPresent()) {
                settleFacts(pipeline.get());
            }
            if (!config.level().readsV1() && facts.findings().stream().noneMatch(each -> each.migratedRows() > 0)) {
                problems.add("nothing was migrated to the target, so there is nothing to verify");
            }
        } catch (ProblemException e) {
            if (e.problem().kind() != Problem.Kind.INCONCLUSIVE) {
                throw e;
            }
            LOG.atWarn().addKeyValue("reason", e.problem().line()).log("verification could not be finished");
            problems.add(e.problem().line());
        }
        VerificationReport report = new VerificationReport(
                config.v1().toString(),
                config.target().toString(),
                content.map(ContentCheck.Ending::lsn),
                content.map(ContentCheck.Ending::fromLsn),
                content.map(ContentCheck.Ending::finding),
                facts.findings(),
                facts.protectedUsers(),
                problems,
                start,
                Duration.ofNanos(System.nanoTime() - startNanos));
        LOG.atInfo()
                .addKeyValue("verdict", report.verdict().code())
                .addKeyValue("lsn", report.printedLsn())
                .log("verification ended");
        return report;
    }

    private void compare() throws InterruptedException {
        UserSelection selection = selection();
        ContentLook look =
                new ContentLook(config.level().readsValues() ? Depth.VALUES : Depth.EXISTENCE, config.drillOverrides());
        ContentCheck check =
                new ContentCheck(config.v1(), config.target(), look, config.patience(), config.mostListed());
        if (pipeline.isPresent()) {
            check.awaitWhatIsUnderWay(pipeline.get());
        }
        // Not earlier: what is under way may contradict the facts.
        try (TargetLook target = facts.begin()) {
            add(pipeline.isPresent() ? check.whileWritten(selection, pipeline.get()) : check.whileQuiet(selection));
            facts.end(target);
        }
    }

    private void lookAtTargetAlone() throws InterruptedException {
        try (TargetLook target = facts.begin()) {
            facts.end(target);
        }
    }

    private void settleFacts(PipelinePosition pipeline) throws InterruptedException {
        facts.settle(pipeline, config.patience(), this::position)
                .ifPresent(why -> problems.add("facts that are contradicted could not be settled: " + why));
    }

    /** Without V1, what it has not given to the pipeline yet cannot be waited for. */
    private long position() {
        if (!config.level().readsV1()) {
            return 0;
        }
        try (Snapshot v1 = Snapshot.open(DatabaseSide.V1, config.v1())) {
            return v1.lsn();
        }
    }

    private void add(ContentCheck.Ending ending) {
        content = Optional.of(ending);
        ending.problem().ifPresent(problems::add);
        ContentFinding found = ending.finding();
        if (!found.eligible() && found.mismatches().isEmpty()) {
            problems.add("V1 has no user with a usable email, so there is nothing to compare");
        } else if (found.usersCompared() == 0 && found.mismatches().isEmpty()) {
            problems.add("no user could be compared");
        }
    }

    /** The users whose emails were given, found by identity as the migration finds them. */
    private UserSelection selection() {
        if (config.emails().isEmpty()) {
            return UserSelection.everybody();
        }
        Set<String> wanted = new HashSet<>();
        config.emails().forEach(email -> Identity.of(email).ifPresent(wanted::add));
        Set<String> found = new HashSet<>();
        List<Long> ids = new ArrayList<>();
        try (Snapshot v1 = Snapshot.open(DatabaseSide.V1, config.v1());
                RowCursor users = v1.rows("SELECT id, email FROM public.users WHERE email IS NOT NULL ORDER BY id")) {
            while (users.next()) {
                Optional<String> identity = Identity.of(users.text(2));
                if (identity.isPresent() && wanted.contains(identity.get())) {
                    found.add(identity.get());
                    ids.add(users.number(1));
                }
            }
        }
        if (found.size() < wanted.size() || wanted.isEmpty()) {
            problems.add((config.emails().size() - found.size()) + " of the "
                    + config.emails().size() + " given emails belong to no user of V1");
        }
        return UserSelection.of(ids);
    }
}
