package dev.changeover.torture.oracle;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.torture.work.Journal;
import dev.changeover.verifier.report.ContentFinding;
import dev.changeover.verifier.report.FactFinding;
import dev.changeover.verifier.report.HeldBack;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.Outcome;
import dev.changeover.verifier.report.ProtectedFinding;
import dev.changeover.verifier.report.VerificationReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sorts everything that was found under the report's five words. Used once, by one thread. */
final class Tally {
    private static final int MOST_DETAILS = 40;

    private final Map<Word, Long> counts = new EnumMap<>(Word.class);
    private final List<String> details = new ArrayList<>();
    private final List<String> unverified = new ArrayList<>();

    void add(Word word, long count, String detail) {
        if (count > 0) {
            counts.merge(word, count, Long::sum);
            if (details.size() < MOST_DETAILS) {
                details.add(word.code() + " " + count + ": " + detail);
            }
        }
    }

    void add(Journal journal) {
        add(Word.LOST, journal.lost(), "probes that V1 acknowledged are not in V2");
        add(Word.LOST, journal.changedInV1(), "rows that V1 acknowledged are not in V1 as they were written");
        add(Word.DOUBLED, journal.doubled(), "probes that are in V2 more than once");
        add(Word.ANDROID_TOUCHED, journal.androidTouched(), "rows of the Android application's journal");
    }

    void add(VerificationReport report) {
        report.content().ifPresent(this::add);
        report.invariants().forEach(this::add);
        report.protectedUsers().ifPresent(this::add);
        unverified.addAll(report.problems());
    }

    private void add(ContentFinding content) {
        for (Mismatch each : content.mismatches().listed()) {
            add(
                    word(each),
                    1,
                    each.kind().code() + " " + each.table() + " v1=" + each.v1Id() + " v2=" + each.v2Id() + " user="
                            + each.v1UserId() + " column=" + each.column());
        }
        add(
                Word.DIVERGENT,
                content.mismatches().total() - content.mismatches().listed().size(),
                "more than the verifier lists");
        // The sample has no user that belongs there: whoever is, was put there by the fault.
        add(
                Word.LOST,
                content.quarantined().total(),
                "users in quarantine " + content.quarantined().listed());
        add(Word.LOST, content.of(Outcome.PENDING), "users that are pending");
        for (HeldBack each : content.heldBack().listed()) {
            if (!each.reason().equals(QuarantineReason.NO_COUNTERPART.code())) {
                add(Word.LOST, 1, "held back " + each.table() + " v1=" + each.v1Id() + ": " + each.reason());
            }
        }
    }

    /** A row that no pair of the ledger explains was written twice; one whose V1 row is gone has outlived it. */
    private static Word word(Mismatch mismatch) {
        return switch (mismatch.kind()) {
            case MISSING -> Word.LOST;
            case DOUBLED -> Word.DOUBLED;
            case EXTRA -> mismatch.v1Id() == null ? Word.DOUBLED : Word.DIVERGENT;
            case VALUE, PARENT, LEDGER -> Word.DIVERGENT;
        };
    }

    private void add(FactFinding fact) {
        if (fact.status() == FactFinding.Status.FAIL) {
            Word word =
                    switch (fact.name()) {
                        case "child-belongs-to-its-owner", "nothing-references-a-missing-row" -> Word.ORPHANED;
                        case "one-identity-per-user", "one-progress-row-per-user" -> Word.DOUBLED;
                        default -> Word.DIVERGENT;
                    };
            add(word, 1, fact.name() + ": " + fact.finding());
        }
    }

    private void add(ProtectedFinding found) {
        add(Word.ANDROID_TOUCHED, found.rowsWrittenBySink(), "protected rows written by the sink");
        add(Word.ANDROID_TOUCHED, found.usersDeletedBySink(), "protected users deleted by the sink");
        add(Word.ANDROID_TOUCHED, found.usersGone(), "protected users of the baseline that are gone");
    }

    Findings findings() {
        return new Findings(counts, unverified, details);
    }
}
