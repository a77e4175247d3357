package dev.changeover.contract.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Snapshot events as JSON: {@code {"event":"ended","generation":3,"ends":{"users":[17,4]}}}. */
public final class SnapshotEventCodec {
    private SnapshotEventCodec() {}

    public static byte[] encode(SnapshotEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (event instanceof SnapshotEvent.Ended ended) {
            json.put("event", "ended").put("generation", ended.generation());
            ObjectNode ends = json.putObject("ends");
            new TreeMap<>(ended.ends()).forEach((table, offsets) -> {
                ArrayNode list = ends.putArray(table);
                offsets.forEach(list::add);
            });
        } else {
            json.put("event", "started").put("generation", event.generation());
        }
        return ChangeJson.bytes(json);
    }

    /**
     * Reads what {@code encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are not a snapshot event
     */
    public static SnapshotEvent decode(byte[] bytes) {
        JsonNode json = ChangeJson.object(bytes, "snapshot event");
        int generation = Math.toIntExact(ChangeJson.number(json, "generation"));
        String event = ChangeJson.text(json, "event");
        return switch (event) {
            case "started" -> new SnapshotEvent.Started(generation);
            case "ended" -> new SnapshotEvent.Ended(generation, ends(json.path("ends")));
            default -> throw new IllegalArgumentException("A snapshot event is started or ended, but is " + event);
        };
    }

    private static Map<String, List<Long>> ends(JsonNode json) {
        Map<String, List<Long>> ends = new HashMap<>();
        json.properties().forEach(table -> {
            List<Long> offsets = new ArrayList<>();
            table.getValue().forEach(offset -> offsets.add(offset.longValue()));
            ends.put(table.getKey(), offsets);
        });
        return ends;
    }
}
