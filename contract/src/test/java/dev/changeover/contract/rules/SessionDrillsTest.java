package dev.changeover.contract.rules;

import static dev.changeover.contract.rules.Catalogues.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Drills" of the rules: {@code completed_sessions.drills}. */
class SessionDrillsTest {
    private static final String X = uuid(1);
    private static final DrillMatcher MATCHER = new DrillMatcher(Catalogues.of("L-drags", "Juggling"));

    @Test
    void theDrillObjectIsEntryDrillWhenThatKeyIsPresent() {
        assertThat(rewritten("[{\"drill\": {\"id\": \"7\", \"title\": \"L-drags\"}, \"id\": 3, \"setsDone\": 3}]"))
                .isEqualTo(
                        "[{\"drill\": {\"uuid\": \"" + X + "\", \"title\": \"L-drags\"}, \"id\": 3, \"setsDone\": 3}]");
    }

    @Test
    void elseTheDrillObjectIsTheEntryItself() {
        assertThat(rewritten("[{\"id\": \"7\", \"title\": \"L-drags\", \"setsDone\": 3}]"))
                .isEqualTo("[{\"uuid\": \"" + X + "\", \"title\": \"L-drags\", \"setsDone\": 3}]");
    }

    @Test
    void theNameIsATextTitleElseATextName() {
        assertThat(rewritten("[{\"name\":\"L-drags\"}]")).contains(X);
        assertThat(rewritten("[{\"title\":5,\"name\":\"L-drags\"}]")).contains(X);
        assertThat(rewritten("[{\"title\":null,\"name\":\"L-drags\"}]")).contains(X);
        assertThat(rewritten("[{\"name\":\"L-drags\",\"title\":\"Juggling\"}]")).contains(uuid(2));
        assertThat(rewritten("[{\"name\":\"L-drags\",\"title\":\"Unknown\"}]")).doesNotContain("uuid");
    }

    @Test
    void ofDuplicateKeysTheLastCounts() {
        assertThat(rewritten("[{\"title\":\"Juggling\",\"title\":\"L-drags\"}]"))
                .contains(X);
        assertThat(rewritten("[{\"title\":\"L-drags\",\"title\":5}]")).doesNotContain("uuid");
        assertThat(rewritten("[{\"drill\":{\"title\":\"Juggling\"},\"drill\":{\"title\":\"L-drags\"}}]"))
                .isEqualTo("[{\"drill\":{\"title\":\"Juggling\"},\"drill\":{\"uuid\": \"" + X
                        + "\", \"title\":\"L-drags\"}}]");
        assertThat(rewritten("[{\"drill\":{\"title\":\"L-drags\"},\"drill\":null}]"))
                .doesNotContain("uuid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"title":"L-drags"}                            | {"uuid": "X", "title":"L-drags"}
            {"id":1,"title":"L-drags"}                     | {"uuid": "X","title":"L-drags"}
            {"title":"L-drags","id":1}                     | {"uuid": "X", "title":"L-drags"}
            {"title": "L-drags", "id": 1, "skill": "x"}    | {"uuid": "X", "title": "L-drags", "skill": "x"}
            {"uuid":"old","id":1,"title":"L-drags"}        | {"uuid": "X","title":"L-drags"}
            {"id":1,"title":"L-drags","id":2,"uuid":[3]}   | {"uuid": "X","title":"L-drags"}
            {"title":"L-drags","id":1,"uuid":2,"sets":4}   | {"uuid": "X", "title":"L-drags","sets":4}
            {"\\u0069d":{"a":[1,{}]},"title":"L-drags"}    | {"uuid": "X","title":"L-drags"}
            {"title":"L-drags","\\u0075u\\u0069d" : "," }  | {"uuid": "X", "title":"L-drags" }
            { "id" : 1 , "title" : "L-drags" }             | { "uuid": "X" , "title" : "L-drags" }
            {"title":"L\\u002ddrags"}                      | {"uuid": "X", "title":"L\\u002ddrags"}
            {"ID":1,"title":"L-drags","sub":{"id":2}}      | {"uuid": "X", "ID":1,"title":"L-drags","sub":{"id":2}}
            """)
    void everyIdAndUuidIsRemovedAndTheUuidIsPutFirstWithEverythingElseInOrder(String before, String after) {
        assertThat(rewritten("[" + before + "]")).isEqualTo("[" + after.replace("\"X\"", "\"" + X + "\"") + "]");
        assertThat(rewritten("[{\"a\":0,\"drill\":" + before + ",\"b\":1}]"))
                .isEqualTo("[{\"a\":0,\"drill\":" + after.replace("\"X\"", "\"" + X + "\"") + ",\"b\":1}]");
    }

    @Test
    void anOverrideOfTheNameWins() {
        DrillMatcher overridden =
                new DrillMatcher(Catalogues.withOverrides(Map.of("Old", uuid(2)), "L-drags", "Juggling"));

        assertThat(rewritten("[{\"name\":\"Old\"}]", overridden))
                .isEqualTo("[{\"uuid\": \"" + uuid(2) + "\", \"name\":\"Old\"}]");
    }

    @Test
    void aNameThatDiffersInCaseAndWhiteSpaceAloneIsFoundAndKeepsItsBytes() {
        assertThat(rewritten("[{\"title\":\"  l-DRAGS\\t\"}]"))
                .isEqualTo("[{\"uuid\": \"" + X + "\", \"title\":\"  l-DRAGS\\t\"}]");
    }

    @Test
    void ofTwoDrillsWithTheNameTheLowestV2IdCounts() {
        DrillMatcher doubled = new DrillMatcher(Catalogues.of("Juggling", "L-drags", "L-drags"));

        assertThat(rewritten("[{\"title\":\"L-drags\"}]", doubled)).contains(uuid(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.50",
                "1E2",
                "-0",
                "1e400",
                "-1e-400",
                "123456789012345678901234567890.123456789012345678901234567890",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"\\/\\\"\\\\\"",
                "\"\u2028\uD83D\uDE00\u007f\"",
                "[ ]",
                "{\"a\":1,\"a\":2 , \"\":\t\r\n{}}"
            })
    void everyOtherByteStays(String value) {
        String rest = "\"title\":\"L-drags\" ,\n \"other\" : " + value + "}\t, 5,\"x\",null,[[" + value + "]]\n]";

        assertThat(rewritten(" [{\"id\":1,  " + rest)).isEqualTo(" [{\"uuid\": \"" + X + "\",  " + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "\"[]\"",
                "{\"title\":\"L-drags\"}",
                "{\"drill\":{\"title\":\"L-drags\"}}",
                "[]",
                "[null, 5, \"L-drags\", [{\"title\":\"L-drags\"}], true]",
                "[{}]",
                "[{\"drill\":null,\"title\":\"L-drags\"}]",
                "[{\"drill\":[{\"title\":\"L-drags\"}]}]",
                "[{\"drill\":\"L-drags\"}]",
                "[{\"drill\":{}}]",
                "[{\"title\":[\"L-drags\"],\"name\":{\"title\":\"L-drags\"}}]",
                "[{\"Title\":\"L-drags\"}]",
                "[{\"id\":1,\"title\":\"Unknown\"}]"
            })
    void whatIsNoArrayNoEntryNoDrillObjectNoNameOrHasNoCounterpartStaysExactlyAsItIs(String json) {
        assertThat(rewritten(json)).isEqualTo(json);
    }

    @Test
    void anEntryThatStaysAsItIsIsCounted() {
        String json = "[{\"title\":\"L-drags\"},{\"title\":\"Unknown\"},{\"drill\":5},{},5,null]";

        assertThat(of(json).withoutCounterpart()).isEqualTo(3);
    }

    @Test
    void sqlNullStaysSqlNullAndIsNeverJsonNull() {
        assertThat(SessionDrills.of(null, counterparts(MATCHER)).json()).isNull();
        assertThat(rewritten("null")).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(ints = {6_000, 100_000})
    void jsonMayNestAsDeeplyAsV1Allows(int levels) {
        String deep = "[".repeat(levels) + "]".repeat(levels);

        assertThat(rewritten("[{\"id\":" + deep + ",\"title\":\"L-drags\",\"a\":" + deep + "}," + deep + "]"))
                .isEqualTo("[{\"uuid\": \"" + X + "\",\"title\":\"L-drags\",\"a\":" + deep + "}," + deep + "]");
    }

    @Test
    void objectsMayNestDeeplyToo() {
        String deep = "{\"a\":".repeat(6_000) + "1" + "}".repeat(6_000);

        assertThat(rewritten("[" + deep + ",{\"title\":\"L-drags\"}]"))
                .isEqualTo("[" + deep + ",{\"uuid\": \"" + X + "\", \"title\":\"L-drags\"}]");
    }

    @Test
    void noSizeOfANumberATextOrAKeyIsTooLarge() {
        String large = "[{\"n\":" + "9".repeat(200_000) + ",\"" + "k".repeat(200_000) + "\":\"" + "t".repeat(30_000_000)
                + "\",\"title\":\"L-drags\"}]";

        assertThat(rewritten(large)).isEqualTo(large.replace("{\"n\"", "{\"uuid\": \"" + X + "\", \"n\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[{\"title\":\"L-drags\"}",
                "[{\"title\":\"L-drags\"}] x",
                "[{\"title\":\"L-drags\"}][]",
                "[{\"title\":\"L-drags\",}]",
                "[{\"title\":\"L-drags\" \"id\":1}]",
                "[{title:\"L-drags\"}]",
                "[{\"title\":\"L-drags\"}, 01]"
            })
    void whatIsNoJsonStaysAsItIs(String text) {
        assertThat(rewritten(text)).isEqualTo(text);
        assertThat(of(text).entries()).isEmpty();
    }

    private static String rewritten(String json) {
        return rewritten(json, MATCHER);
    }

    private static String rewritten(String json, DrillMatcher matcher) {
        return String.valueOf(SessionDrills.of(json, counterparts(matcher)).json());
    }

    private static SessionDrills of(String json) {
        return SessionDrills.of(json, counterparts(MATCHER));
    }

    private static Counterparts counterparts(DrillMatcher matcher) {
        return new Counterparts(matcher, id -> new DrillTitles.Answer.Unseen());
    }
}
