package dev.changeover.contract.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plan's columns of one row, as they come out of Debezium's {@code after}. For one use by one thread. */
final class RowColumns {
    private final SourceTable table;
    private final Map<String, Integer> places;
    private final @Nullable String[] values;
    private final BitSet seen;
    private final Set<Integer> unchanged = new HashSet<>();
    private @Nullable Long parentId;
    private boolean parentSeen;
    private @Nullable String problem;

    /** @param places the place of each column of {@code table}, by name */
    RowColumns(SourceTable table, Map<String, Integer> places) {
        this.table = table;
        this.places = places;
        this.values = new @Nullable String[table.columns().size()];
        this.seen = new BitSet(values.length);
        this.parentSeen = table.parentColumn().isEmpty();
    }

    /** Reads the object at whose start the parser stands. */
    void read(JsonParser json) throws IOException {
        String parentColumn = table.parentColumn().orElse("");
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Integer place = places.get(name);
            if (place != null) {
                readColumn(json, place);
            } else if (name.equals(parentColumn)) {
                readParent(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void readColumn(JsonParser json, int place) throws IOException {
        SourceColumn column = table.columns().get(place);
        seen.set(place);
        try {
            String text = ColumnText.read(json, column.type());
            if (RowChangeReader.UNAVAILABLE.equals(text)) {
                unchanged.add(place);
            } else {
                values[place] = text;
            }
        } catch (UnreadableValue unreadable) {
            problem = "column " + column.name() + ": " + unreadable.getMessage();
        }
    }

    private void readParent(JsonParser json) throws IOException {
        parentSeen = true;
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            parentId = json.getLongValue();
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            json.skipChildren();
            problem = "column " + table.parentColumn().orElse("") + ": the parent's id is not an integer";
        }
    }

    /** Why this is not a row of the plan; null when it is one. */
    @Nullable
    String problem() {
        if (problem != null) {
            return problem;
        }
        int missing = seen.nextClearBit(0);
        if (missing < values.length) {
            return "column " + table.columns().get(missing).name() + " is missing in the record";
        }
        return parentSeen ? null : "column " + table.parentColumn().orElse("") + " is missing in the record";
    }

    SourceRow row(long id) {
        List<@Nullable String> texts = Arrays.asList(values);
        return new SourceRow(id, parentId, texts);
    }

    Set<Integer> unchanged() {
        return unchanged;
    }
}
