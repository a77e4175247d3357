package dev.changeover.contract.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.changeover.contract.plan.ColumnType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one column's value where the parser stands: Debezium's JSON in, PostgreSQL's text out. */
final class ColumnText {
    private ColumnText() {}

    /**
     * Leaves the parser at the value's last token.
     *
     * @return null for SQL NULL; {@link RowChangeReader#UNAVAILABLE} itself where V1 did not send the value again
     * @throws UnreadableValue when the value is not of the column's type
     */
    static @Nullable String read(JsonParser json, ColumnType type) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_STRING) {
            String text = json.getText();
            return text.equals(RowChangeReader.UNAVAILABLE) ? RowChangeReader.UNAVAILABLE : ofString(text, type);
        }
        if (token == JsonToken.START_ARRAY && type == ColumnType.TEXT_ARRAY) {
            return readArray(json);
        }
        if (token == JsonToken.VALUE_NUMBER_INT && type == ColumnType.INTEGER) {
            return json.getText();
        }
        if (token.isBoolean() && type == ColumnType.BOOLEAN) {
            return json.getText();
        }
        json.skipChildren();
        throw unexpected(type);
    }

    private static String ofString(String text, ColumnType type) {
        return switch (type) {
            case TEXT, JSON, JSONB, UUID -> text;
            case TIMESTAMP -> TimestampText.of(text);
            case TEXT_ARRAY -> ofArrayText(text);
            case INTEGER, BOOLEAN, DOUBLE -> throw unexpected(type);
        };
    }

    /** Capture's own converter sends an array as PostgreSQL printed it: more dimensions and other bounds survive. */
    private static String ofArrayText(String text) {
        if (text.isEmpty() || (text.charAt(0) != '{' && text.charAt(0) != '[')) {
            throw unexpected(ColumnType.TEXT_ARRAY);
        }
        return text;
    }

    private static String readArray(JsonParser json) throws IOException {
        ArrayLiteral literal = new ArrayLiteral();
        int size = 0;
        boolean unavailable = false;
        boolean flat = true;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.VALUE_NULL) {
                literal.add(null);
            } else if (token == JsonToken.VALUE_STRING && !isNested(json.getText())) {
                unavailable |= json.getText().equals(RowChangeReader.UNAVAILABLE);
                literal.add(json.getText());
            } else {
                flat = false;
                json.skipChildren();
            }
            size++;
        }
        if (!flat) {
            throw new UnreadableValue("an array has more than one dimension, which Debezium alone cannot carry");
        }
        return unavailable && size == 1 ? RowChangeReader.UNAVAILABLE : literal.build();
    }

    /** Debezium 3.6.3 prints the inner arrays of a plain {@code varchar[]} as Java objects. */
    private static boolean isNested(String element) {
        return element.startsWith("[Ljava.lang.") && element.indexOf(";@") > 0;
    }

    private static UnreadableValue unexpected(ColumnType type) {
        return new UnreadableValue("a value is not a " + type.sqlName() + " as Debezium writes it");
    }
}
