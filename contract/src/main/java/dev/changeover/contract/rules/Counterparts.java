package dev.changeover.contract.rules;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.QuarantineReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** V2's counterparts of the drills that one user names, each looked up once. Confined to one rewriting. */
final class Counterparts {
    private final DrillMatcher matcher;
    private final DrillTitles titles;
    private final Map<String, Optional<String>> byTitle = new HashMap<>();
    private final Map<String, DrillTitles.Answer> byId = new HashMap<>();

    Counterparts(DrillMatcher matcher, DrillTitles titles) {
        this.matcher = requireNonNull(matcher, "matcher");
        this.titles = requireNonNull(titles, "titles");
    }

    Optional<String> ofTitle(String title) {
        return byTitle.computeIfAbsent(title, matcher::uuidOf);
    }

    /** By V1 drill id; empty too while the drill is not known yet. */
    Optional<String> ofId(@Nullable String drillId) {
        if (drillId != null && answer(drillId) instanceof DrillTitles.Answer.Known known && known.title() != null) {
            return ofTitle(known.title());
        }
        return Optional.empty();
    }

    /**
     * Why a row of this version has no counterpart. A streamed row may overtake its drill, so that it waits; a snapshot
     * comes whole, so that a drill which is not in it does not exist.
     */
    QuarantineReason reasonWithout(@Nullable String drillId, RowVersion version) {
        boolean unseen = drillId != null && answer(drillId) instanceof DrillTitles.Answer.Unseen;
        return unseen && version.streamed() ? QuarantineReason.WAITING_FOR_DRILL : QuarantineReason.NO_COUNTERPART;
    }

    private DrillTitles.Answer answer(String drillId) {
        return byId.computeIfAbsent(drillId, id -> titles.of(Long.parseLong(id)));
    }
}
