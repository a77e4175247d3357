package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.UserDocument;

/** A user that may be written, and how: {@code Update}, {@code Replace} or {@code Create}. */
record UserWrite(LedgerUser user, UserDocument.Present document, Admission.Decision decision) {
    UserWrite {
        requireNonNull(user, "user");
        requireNonNull(document, "document");
        requireNonNull(decision, "decision");
    }

    /** What the ledger says of the user from now on. */
    LedgerUser.Outcome outcome() {
        boolean replaced = decision instanceof Admission.Decision.Replace
                || (decision instanceof Admission.Decision.Update && user.replacedUserId() != null);
        return replaced ? LedgerUser.Outcome.REPLACED : LedgerUser.Outcome.CREATED;
    }
}
