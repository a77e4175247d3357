package dev.changeover.contract.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Small JSON objects of capture to bytes and back; says what is wrong with one that is not as it should be. */
final class ChangeJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ChangeJson() {}

    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible); // a tree of plain nodes always prints
        }
    }

    static JsonNode object(byte[] bytes, String what) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException broken) {
            throw new IllegalArgumentException("A " + what + " must be a JSON object, but is not JSON", broken);
        }
        throw new IllegalArgumentException("A " + what + " must be a JSON object, but is other JSON");
    }

    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("The field '" + field + "' must be a text");
        }
        return value.textValue();
    }

    static long number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("The field '" + field + "' must be a whole number");
        }
        return value.longValue();
    }
}
