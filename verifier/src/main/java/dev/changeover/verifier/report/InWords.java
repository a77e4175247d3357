package dev.changeover.verifier.report;

import dev.changeover.contract.page.PageBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report says, in sentences for somebody who does not know the pipeline. */
final class InWords {
    private final VerificationReport report;
    private final List<String> sentences = new ArrayList<>();

    private InWords(VerificationReport report) {
        this.report = report;
    }

    static String headline(Verdict verdict) {
        return switch (verdict) {
            case MATCH -> "Both databases match";
            case MISMATCH -> "The databases do not match";
            case INCONCLUSIVE -> "Nothing can be said yet";
        };
    }

    /** One sentence below the headline. */
    static String meaning(Verdict verdict) {
        return switch (verdict) {
            case MATCH -> "Everything that was compared is in V2 as it must be. What was set apart is named below.";
            case MISMATCH ->
                "Something in V2 is missing, extra or different. Do not switch over before the findings below are explained.";
            case INCONCLUSIVE ->
                "The verification could not be finished, or had nothing to compare. This is no finding against V2, and no"
                        + " evidence for it.";
        };
    }

    static List<String> of(VerificationReport report) {
        InWords words = new InWords(report);
        report.problems().forEach(problem -> words.sentences.add("Not finished: " + problem + "."));
        report.content().ifPresent(words::compared);
        words.facts();
        report.protectedUsers().ifPresent(words::others);
        return words.sentences;
    }

    private void compared(ContentFinding found) {
        sentences.add(PageBody.number(found.usersCompared()) + " of " + PageBody.number(found.v1Users())
                + " users of V1 were compared with V2, " + PageBody.number(found.rowsCompared()) + " rows in all.");
        sentences.add(
                found.mismatches().isEmpty()
                        ? "No difference was found."
                        : "Differences found: "
                                + PageBody.number(found.mismatches().total()) + ".");
        say("Users whom V1 has no usable email for, and who are not migrated", found.of(Outcome.SKIPPED));
        say("Users in quarantine, not compared", found.quarantined().total());
        say(
                "Rows held back, not compared, though their users were",
                found.heldBack().total());
        say("Users put back on purpose, not compared", found.of(Outcome.UNDONE));
        say(
                "Users who changed at every look, and could not be compared",
                found.changing().total());
        say(
                "Users who differ and may only be late, as the pipeline was not waited for",
                found.unsettled().total());
    }

    private void facts() {
        say("Facts that must hold in V2 and are violated", facts(FactFinding.Status.FAIL));
        say("Facts that must hold in V2, were checked, and hold", facts(FactFinding.Status.PASS));
    }

    private long facts(FactFinding.Status status) {
        return report.invariants().stream()
                .filter(each -> each.status() == status)
                .count();
    }

    private void others(ProtectedFinding found) {
        String subject = "Users of V2 who do not come from V1: " + PageBody.number(found.users());
        sentences.add(
                found.isViolated()
                        ? subject + ". Rows of theirs that the migration wrote, which it never may: "
                                + PageBody.number(found.rowsWrittenBySink()) + "; users of them that it deleted: "
                                + PageBody.number(found.usersDeletedBySink()) + "."
                        : subject + ". The migration wrote none of their " + PageBody.number(found.rowsLookedAt())
                                + " rows and deleted none of these users. Whether it deleted single rows of theirs is not looked at.");
    }

    private void say(String what, long count) {
        if (count > 0) {
            sentences.add(what + ": " + PageBody.number(count) + ".");
        }
    }

    static Map<String, String> glossary() {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("V1, V2", "The database that users come from, and the one that they move to.");
        terms.put("replaced, created", "The user took the place of a stale copy in V2, or is new there.");
        terms.put("skipped", "V1 has no usable email for the user, who is not migrated.");
        terms.put("quarantined", "Something is in the way of the whole user, who waits until a person decides.");
        terms.put("pending", "The user should be in V2 and is not there yet.");
        terms.put("undone", "The user was migrated and put back on purpose.");
        terms.put("held back", "One row waits, for the reason shown; the rest of its user is in V2.");
        terms.put("no-counterpart", "The row needs a drill that V2 does not have.");
        terms.put("missing, extra", "V1 has the row and V2 does not; or V2 has it, and nothing in V1 explains it.");
        terms.put("value, parent", "One column differs; or the row belongs to something else than in V1.");
        terms.put("doubled, ledger", "The migration's own record of what belongs together contradicts itself or V2.");
        terms.put("protected", "A user of V2 who does not come from V1, and whom the migration may not touch.");
        terms.put("position", "A place in V1's log of changes: everything before it is covered by the verdict.");
        return terms;
    }
}
