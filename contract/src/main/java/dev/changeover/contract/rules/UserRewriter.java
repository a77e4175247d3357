package dev.changeover.contract.rules;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.UserDocument;

/** Rewrites a V1 user to V2's shape. Immutable, and so safe for any thread; equal input gives an equal document. */
public final class UserRewriter {
    public UserRewriter(DrillCatalogue catalogue) {}

    public UserDocument.Present rewrite(SourceUser user, DrillTitles titles) {
        throw new UnsupportedOperationException();
    }
}
