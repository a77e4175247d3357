package dev.changeover.contract.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody wants users to be assembled again, with the rules and the catalogue of today. It travels beside the drill catalogue, under the
 * key {@link #KEY}, one copy a partition, as JSON: {@code {"format":1,"all":0,"users":[[7],[9]]}}.
 *
 * @param users V1 ids; empty means every user
 */
public record ReplayRequest(Optional<List<Long>> users) {
    public static final String KEY = "replay";

    private static final int FORMAT = 1;

    public ReplayRequest {
        users = users.map(List::copyOf);
    }

    public static ReplayRequest ofEverybody() {
        return new ReplayRequest(Optional.empty());
    }

    public static ReplayRequest of(List<Long> users) {
        return new ReplayRequest(Optional.of(users));
    }

    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = OrderedJsonReader.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeNumberField("all", users.isEmpty() ? 1 : 0);
            json.writeArrayFieldStart("users");
            for (long user : users.orElse(List.of())) {
                json.writeStartArray();
                json.writeNumber(user);
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The request that these bytes say.
     *
     * @throws IllegalArgumentException for anything that this version does not write
     */
    public static ReplayRequest decode(byte[] bytes) {
        return OrderedJsonReader.read("replay request", bytes, json -> {
            json.format(FORMAT);
            boolean all = json.smallNumber("all") == 1;
            List<Long> users = new ArrayList<>();
            json.startArray("users");
            while (json.nextArray()) {
                users.add(json.number());
                json.endArray();
            }
            return all ? ofEverybody() : of(users);
        });
    }
}
