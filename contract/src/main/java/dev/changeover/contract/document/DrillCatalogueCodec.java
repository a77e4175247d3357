package dev.changeover.contract.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Drill catalogues as JSON: {@code {"format":1,"version":"…","drills":[[id,"uuid","title"],…],"overrides":[["V1
 * title","uuid"],…]}}. Equal catalogues give equal bytes. Safe for any thread.
 */
public final class DrillCatalogueCodec {
    private static final int FORMAT = 1;

    private DrillCatalogueCodec() {}

    public static byte[] encode(DrillCatalogue catalogue) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = OrderedJsonReader.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("version", catalogue.version());
            json.writeArrayFieldStart("drills");
            for (DrillCatalogue.Drill drill : catalogue.drills()) {
                json.writeStartArray();
                json.writeNumber(drill.id());
                json.writeString(drill.uuid());
                json.writeString(drill.title());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("overrides");
            for (var override : new TreeMap<>(catalogue.overrides()).entrySet()) {
                json.writeStartArray();
                json.writeString(override.getKey());
                json.writeString(override.getValue());
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
     * The catalogue that these bytes say.
     *
     * @throws IllegalArgumentException for anything that this version does not write
     */
    public static DrillCatalogue decode(byte[] bytes) {
        return OrderedJsonReader.read("drill catalogue", bytes, json -> {
            json.format(FORMAT);
            return new DrillCatalogue(json.text("version"), drills(json), overrides(json));
        });
    }

    private static List<DrillCatalogue.Drill> drills(OrderedJsonReader json) throws IOException {
        List<DrillCatalogue.Drill> drills = new ArrayList<>();
        json.startArray("drills");
        while (json.nextArray()) {
            drills.add(new DrillCatalogue.Drill(json.number(), json.text(), json.textOrNull()));
            json.endArray();
        }
        return drills;
    }

    private static Map<String, String> overrides(OrderedJsonReader json) throws IOException {
        Map<String, String> overrides = new HashMap<>();
        json.startArray("overrides");
        while (json.nextArray()) {
            overrides.put(json.text(), json.text());
            json.endArray();
        }
        return overrides;
    }
}
