package dev.changeover.contract.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.changeover.contract.topic.TopicPlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of our own, whose keys come in the order in which it is written. Whatever differs is refused with an {@link
 * IllegalArgumentException} that says where, and never what: the values are those of people. Confined to one thread.
 */
final class OrderedJsonReader implements AutoCloseable {
    /** Writes too, so that both sides agree. A record may hold a single value that fills it. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(TopicPlan.MAX_RECORD_BYTES)
                    .maxStringLength(TopicPlan.MAX_RECORD_BYTES)
                    .maxNestingDepth(16)
                    .maxNumberLength(20)
                    .build())
            .build();

    private final String what;
    private final JsonParser parser;
    private boolean ended;

    /** What a codec reads between the braces. */
    @FunctionalInterface
    interface Body<T> {
        T read(OrderedJsonReader json) throws IOException;
    }

    private OrderedJsonReader(String what, JsonParser parser) {
        this.what = what;
        this.parser = parser;
    }

    /**
     * Reads one whole object.
     *
     * @param what names the thing in messages, such as {@code user document}
     */
    static <T> T read(String what, byte[] bytes, Body<T> body) {
        try (OrderedJsonReader json = new OrderedJsonReader(what, JSON.createParser(bytes))) {
            json.expect(JsonToken.START_OBJECT);
            T read = body.read(json);
            json.end();
            if (json.parser.nextToken() != null) {
                throw json.refusal("something follows its end");
            }
            return read;
        } catch (IOException e) { // not kept as the cause: Jackson's messages quote the input
            throw new IllegalArgumentException(
                    "A " + what + " is not the JSON that this version writes, or is cut off");
        }
    }

    /** Reads the key {@code format} and its number. */
    void format(int known) throws IOException {
        long format = number("format");
        if (format != known) {
            throw refusal("its format is " + format + ", and this version reads format " + known
                    + " only; run the version that wrote it, or replay");
        }
    }

    long number(String key) throws IOException {
        key(key);
        return number();
    }

    long number() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    int smallNumber(String key) throws IOException {
        key(key);
        return smallNumber();
    }

    int smallNumber() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    boolean flag() throws IOException {
        long flag = number();
        if (flag != 0 && flag != 1) {
            throw refusal("a flag is neither 0 nor 1");
        }
        return flag == 1;
    }

    String text(String key) throws IOException {
        key(key);
        return text();
    }

    String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** The text of the last key of the whole object; null if that key is not there. */
    @Nullable
    String lastTextIfAny(String key) throws IOException {
        ended = parser.nextToken() == JsonToken.END_OBJECT;
        if (ended) {
            return null;
        }
        currentKey(key);
        return text();
    }

    @Nullable
    String textOrNull() throws IOException {
        parser.nextToken();
        return currentTextOrNull();
    }

    void startArray(String key) throws IOException {
        key(key);
        startArray();
    }

    void startArray() throws IOException {
        expect(JsonToken.START_ARRAY);
    }

    void startObject(String key) throws IOException {
        key(key);
        expect(JsonToken.START_OBJECT);
    }

    /** Enters the next element, which must be an array; false at the end of the array around it. */
    boolean nextArray() throws IOException {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return false;
        }
        expectCurrent(JsonToken.START_ARRAY);
        return true;
    }

    /** Whether another element, a text or null, follows; {@link #currentTextOrNull()} then has it. */
    boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    @Nullable
    String currentTextOrNull() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        expectCurrent(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** The next key of an object whose keys are data; null at its end. */
    @Nullable
    String nextKey() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return null;
        }
        expectCurrent(JsonToken.FIELD_NAME);
        return parser.currentName();
    }

    void endArray() throws IOException {
        expect(JsonToken.END_ARRAY);
    }

    IllegalArgumentException refusal(String reason) {
        return new IllegalArgumentException("A " + what + " cannot be read: " + reason + " (at byte "
                + parser.currentTokenLocation().getByteOffset() + ")");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private void end() throws IOException {
        if (!ended) {
            expect(JsonToken.END_OBJECT);
        }
    }

    private void key(String name) throws IOException {
        parser.nextToken();
        currentKey(name);
    }

    private void currentKey(String name) throws IOException {
        expectCurrent(JsonToken.FIELD_NAME);
        if (!parser.currentName().equals(name)) {
            throw refusal("the key '" + name + "' is expected here");
        }
    }

    private void expect(JsonToken expected) throws IOException {
        parser.nextToken();
        expectCurrent(expected);
    }

    private void expectCurrent(JsonToken expected) {
        if (parser.currentToken() != expected) {
            throw refusal(expected + " is expected here");
        }
    }
}
