package dev.changeover.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The rewriting is a splice: it differs from V1's text only in the members removed and inserted. */
class SplicePropertiesTest {
    private static final String UUID = Catalogues.uuid(1);
    private static final DrillMatcher MATCHER = new DrillMatcher(Catalogues.of("L-drags"));
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** A member with the white space around it. */
    record Piece(String before, String text, String after, boolean id) {
        String whole() {
            return before + text + after;
        }
    }

    @Property
    void everyCharacterOutsideTheRemovedAndInsertedMembersStays(
            @ForAll("drills") List<Piece> drill, @ForAll("arrays") String before, @ForAll("arrays") String after) {
        String start = " [" + before + ", {\"a\":" + after + ",\"drill\":{";
        String end = "} ,\"b\": " + before + "}\n," + after + "]";

        assertThat(rewritten(start + text(drill) + end)).isEqualTo(start + expected(drill) + end);
    }

    @Property
    void theResultIsTheSameTreeWithoutIdsAndWithTheUuidFirst(@ForAll("drills") List<Piece> drill)
            throws JsonProcessingException {
        ObjectNode expected = JSON.createObjectNode().put("uuid", UUID);
        ObjectNode original = (ObjectNode) JSON.readTree("{" + text(drill) + "}");
        expected.setAll((ObjectNode) original.without(Set.of("id", "uuid")));

        JsonNode result =
                JSON.readTree(rewritten("[{\"drill\":{" + text(drill) + "}}]")).at("/0/drill");

        assertThat(result).isEqualTo(expected);
        assertThat(result.fieldNames().next()).isEqualTo("uuid");
    }

    @Property
    void withoutACounterpartNothingChanges(@ForAll("values") String json) {
        assertThat(rewritten(json)).isEqualTo(json);
    }

    @Property
    void noTextAtAllFailsAUser(@ForAll String text) {
        assertThat(rewritten(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> values() {
        return JsonTexts.values();
    }

    @Provide
    Arbitrary<String> arrays() {
        return JsonTexts.arrays();
    }

    /** The members of a drill with a counterpart: its title stands between any others. */
    @Provide
    Arbitrary<List<Piece>> drills() {
        Arbitrary<Piece> title = piece(
                Arbitraries.of("title", "t\\u0069tle"), Arbitraries.of("\"L-drags\"", "\"L\\u002Ddrags\""), false);
        Arbitrary<Piece> id = piece(Arbitraries.of("id", "uuid", "\\u0069d", "uu\\u0069d"), JsonTexts.values(), true);
        Arbitrary<Piece> other =
                piece(Arbitraries.of("a", "", "ID", "drill", "skill", "i\\u0064s"), JsonTexts.values(), false);
        Arbitrary<List<Piece>> others = Arbitraries.oneOf(id, other).list().ofMaxSize(4);
        return Combinators.combine(others, title, others).as((before, named, after) -> {
            List<Piece> members = new ArrayList<>(before);
            members.add(named);
            members.addAll(after);
            return members;
        });
    }

    private static Arbitrary<Piece> piece(Arbitrary<String> keys, Arbitrary<String> values, boolean id) {
        Arbitrary<String> space = JsonTexts.whiteSpace();
        return Combinators.combine(space, keys, space, values, space)
                .as((before, key, inside, value, after) ->
                        new Piece(before, '"' + key + '"' + inside + ":" + inside + value, after, id));
    }

    private static String text(List<Piece> drill) {
        return String.join(",", drill.stream().map(Piece::whole).toList());
    }

    private static String expected(List<Piece> drill) {
        String uuid = "\"uuid\": \"" + UUID + "\"";
        Piece first = drill.get(0);
        StringBuilder expected = new StringBuilder(first.before())
                .append(uuid)
                .append(first.id() ? "" : ", " + first.text())
                .append(first.after());
        for (Piece member : drill.subList(1, drill.size())) {
            expected.append(member.id() ? member.after() : "," + member.whole()); // a comma goes with its member
        }
        return expected.toString();
    }

    private static String rewritten(String json) {
        return String.valueOf(SessionDrills.of(json, new Counterparts(MATCHER, id -> new DrillTitles.Answer.Gone()))
                .json());
    }
}
