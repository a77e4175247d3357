package dev.changeover.contract.rules;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.UserDocument;

/** Rewrites a V1 user to V2's shape. Immutable, and so safe for any thread; equal input gives an equal document. */
public final class UserRewriter {
    private final String catalogueVersion;
    private final DrillMatcher matcher;

    public UserRewriter(DrillCatalogue catalogue) {
        this.catalogueVersion = catalogue.version();
        this.matcher = new DrillMatcher(catalogue);
    }

    /**
     * The user as V2 shall have it. A row whose parent is not among the user's rows is left out: it waits.
     *
     * @param user must have its own row
     * @param titles asked at most once for each drill
     */
    public UserDocument.Present rewrite(SourceUser user, DrillTitles titles) {
        requireNonNull(user, "user");
        return new Rewriting(user, new Counterparts(matcher, titles)).document(catalogueVersion);
    }

    /** How this catalogue's drills are found, and which of its titles are ambiguous. */
    public DrillMatcher matcher() {
        return matcher;
    }
}
