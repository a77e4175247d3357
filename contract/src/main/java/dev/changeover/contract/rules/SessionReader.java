package dev.changeover.contract.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries in the text of a session's drills, in one pass. No shape of the text is refused: what is no entry is
 * passed over. Needs no stack, however deep the text nests.
 */
final class SessionReader {
    /** V1 accepted the text, so that no limit of ours may refuse it; its size is bounded by the record's. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // keys are people's: they would pile up, and collide
            .build();

    private final JsonParser parser;

    private SessionReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The elements that are objects, in order; none when the text is not an array. */
    static List<SessionEntry> entriesOf(String json) {
        try (JsonParser parser = JSON.createParser(json.toCharArray())) {
            return new SessionReader(parser).entries();
        } catch (IOException e) { // never from a json column; were it so, the text stays as it is
            return List.of();
        }
    }

    private List<SessionEntry> entries() throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return List.of();
        }
        List<SessionEntry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                entries.add(entry());
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null ? entries : List.of();
    }

    private SessionEntry entry() throws IOException {
        DrillReading itself = new DrillReading();
        boolean hasDrill = false;
        DrillObject drill = null;
        BigDecimal minutes = BigDecimal.ZERO;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            switch (parser.currentName()) {
                case "drill" -> {
                    hasDrill = true;
                    drill = parser.nextToken() == JsonToken.START_OBJECT ? drill() : null;
                    parser.skipChildren();
                }
                case "totalDuration" -> {
                    itself.startOfMember();
                    minutes = parser.nextToken().isNumeric() ? Minutes.of(parser.getText()) : BigDecimal.ZERO;
                    parser.skipChildren();
                }
                default -> itself.readMember();
            }
        }
        return new SessionEntry(hasDrill ? drill : itself.finished(), minutes);
    }

    private DrillObject drill() throws IOException {
        DrillReading drill = new DrillReading();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            drill.readMember();
        }
        return drill.finished();
    }

    /** A drill object while its members are read. */
    private final class DrillReading {
        private @Nullable String title;
        private @Nullable String name;
        private @Nullable String skill;
        private @Nullable String difficulty;
        private int firstMember = -1;
        private final List<DrillObject.Member> ids = new ArrayList<>(1);

        /** Called at a key; ends at the end of its value. */
        void readMember() throws IOException {
            startOfMember();
            switch (parser.currentName()) {
                case "title" -> title = text();
                case "name" -> name = text();
                case "skill" -> skill = text();
                case "difficulty" -> difficulty = text();
                case "id", "uuid" -> ids.add(member());
                default -> skipValue();
            }
        }

        void startOfMember() {
            if (firstMember < 0) {
                firstMember = startOfToken();
            }
        }

        DrillObject finished() {
            return new DrillObject(title, name, skill, difficulty, firstMember, ids);
        }
    }

    private @Nullable String text() throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private DrillObject.Member member() throws IOException {
        int start = startOfToken();
        skipValue();
        parser.finishToken(); // a text is read to its end only when asked for
        return new DrillObject.Member(
                start, Math.toIntExact(parser.currentLocation().getCharOffset()));
    }

    private void skipValue() throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private int startOfToken() {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }
}
