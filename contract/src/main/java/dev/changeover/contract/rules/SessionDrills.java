package dev.changeover.contract.rules;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The drills of one session, rewritten.
 *
 * @param json V1's text, but for the ids of the drills that have a counterpart
 * @param entries as V1 has them, in order
 * @param withoutCounterpart how many of the entries stayed as they are
 */
record SessionDrills(@Nullable String json, List<SessionEntry> entries, int withoutCounterpart) {
    SessionDrills {
        entries = List.copyOf(entries);
    }

    static SessionDrills of(@Nullable String json, Counterparts counterparts) {
        if (json == null) {
            return new SessionDrills(null, List.of(), 0);
        }
        List<SessionEntry> entries = SessionReader.entriesOf(json);
        Splice splice = new Splice(json);
        int withoutCounterpart = 0;
        for (SessionEntry entry : entries) {
            Optional<DrillObject> drill = Optional.ofNullable(entry.drill());
            Optional<String> uuid = drill.flatMap(DrillObject::nameInCatalogue).flatMap(counterparts::ofTitle);
            if (drill.isPresent() && uuid.isPresent()) {
                drill.get().writeUuid(uuid.get(), splice);
            } else {
                withoutCounterpart++;
            }
        }
        return new SessionDrills(splice.result(), entries, withoutCounterpart);
    }
}
