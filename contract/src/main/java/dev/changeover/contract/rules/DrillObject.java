package dev.changeover.contract.rules;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The drill of a session's entry: what the rules read of it, and where it stands in the session's text. Of duplicate keys
 * the last counts; what is not text is null.
 *
 * @param firstMember where the first key begins; -1 in an empty object
 * @param ids the members {@code id} and {@code uuid}, all of them, in the order of the text
 */
record DrillObject(
        @Nullable String title,
        @Nullable String name,
        @Nullable String skill,
        @Nullable String difficulty,
        int firstMember,
        List<Member> ids) {

    /** A member of an object: from the beginning of its key to the end of its value, exclusive. */
    record Member(int start, int end) {}

    DrillObject {
        ids = List.copyOf(ids);
    }

    /** What V2's catalogue is asked for. */
    Optional<String> nameInCatalogue() {
        return Optional.ofNullable(title != null ? title : name);
    }

    /** Gives the drill V2's uuid as its first member, in the place of every id that it has. */
    void writeUuid(String uuid, Splice splice) {
        String member = "\"uuid\": \"" + uuid + "\"";
        boolean idFirst = !ids.isEmpty() && ids.get(0).start() == firstMember;
        if (idFirst) {
            splice.replace(firstMember, ids.get(0).end(), member);
        } else {
            splice.replace(firstMember, firstMember, member + ", ");
        }
        for (Member id : ids.subList(idFirst ? 1 : 0, ids.size())) {
            splice.replace(splice.lastComma(id.start()), id.end(), "");
        }
    }
}
