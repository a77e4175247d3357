package dev.changeover.cutover.preflight.rows;

import dev.changeover.cutover.assessment.Stats;
import dev.changeover.cutover.assessment.UserFigures;
import dev.changeover.cutover.preflight.finding.Judgement;

/** Users that will not be migrated, or not at once, and rows without a user. Nobody is named: the finding is a number. */
final class UserChecks {
    private UserChecks() {}

    static Judgement withoutEmail(Stats stats) {
        UserFigures users = stats.users();
        return users.skipped() == 0
                ? Judgement.pass("every V1 user has a usable email")
                : Judgement.warn(
                        users.skipped() + " of " + users.v1Users()
                                + " V1 users have no usable email, and are skipped (no-email)",
                        "give them an email in V1, or accept that they stay behind");
    }

    static Judgement duplicates(Stats stats) {
        long doubled = stats.users().duplicateEmail();
        return doubled == 0
                ? Judgement.pass("no two V1 users have emails that differ in case alone")
                : Judgement.warn(
                        doubled + " V1 users share an identity: their emails differ in case alone, and each of them is"
                                + " quarantined (duplicate-email)",
                        "let one of them keep the email in V1; that one is then migrated by itself");
    }

    static Judgement taken(Stats stats) {
        long taken = stats.users().emailTaken();
        return taken == 0
                ? Judgement.pass("no protected user of the target has the email of a V1 user")
                : Judgement.warn(
                        taken + " V1 users have the email of a protected user of the target, and are quarantined"
                                + " (email-taken)",
                        "decide with baseline pair which target user is whose, or change one of the emails");
    }

    static Judgement orphans(Stats stats) {
        return stats.orphanRows() == 0
                ? Judgement.pass("every row of V1 belongs to a user")
                : Judgement.warn(
                        stats.orphanRows()
                                + " rows of V1 belong to no user (no owner, or one that is gone) and stay behind",
                        "give them an owner in V1, or accept that they stay behind");
    }
}
