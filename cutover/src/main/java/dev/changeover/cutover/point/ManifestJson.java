package dev.changeover.cutover.point;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A manifest as {@code manifest.json} has it. Keys are only ever added. */
final class ManifestJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestJson() {}

    static String write(PointManifest manifest) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("name", manifest.name());
        json.put("created_at", manifest.createdAt().toString());
        ObjectNode target = json.putObject("target");
        target.put("database", manifest.target().database());
        target.put("system_identifier", manifest.target().systemIdentifier());
        target.put("database_oid", manifest.target().databaseOid());
        manifest.target().ledgerId().ifPresent(id -> target.put("id", id.toString()));
        json.put("server_version", manifest.serverVersion());
        json.put("first_later_transaction", manifest.firstLaterTransaction());
        json.put("before_first_write", manifest.beforeFirstWrite());
        json.put("size_bytes", manifest.sizeBytes());
        writeTables(json.putArray("tables"), manifest.tables());
        writeTables(json.putArray("ledger"), manifest.ledger());
        ArrayNode sequences = json.putArray("sequences");
        manifest.sequences().forEach(each -> sequences
                .addObject()
                .put("schema", each.schema())
                .put("name", each.name())
                .put("used_by", each.usedBy())
                .put("last_value", each.lastValue())
                .put("is_called", each.isCalled()));
        return json.toPrettyString();
    }

    private static void writeTables(ArrayNode array, List<PointTable> tables) {
        for (PointTable table : tables) {
            ObjectNode json = array.addObject();
            json.put("name", table.name());
            json.put("schema", table.shape().schema());
            json.put("table", table.shape().table());
            json.put("file", table.file());
            json.put("rows", table.rows());
            json.put("sha256", table.sha256());
            json.put("bytes", table.bytes());
            ArrayNode columns = json.putArray("columns");
            table.shape().columns().forEach(each -> columns.addObject()
                    .put("name", each.name())
                    .put("type", each.type()));
            ArrayNode key = json.putArray("key");
            table.shape().key().forEach(key::add);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    static PointManifest read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("format").asInt() != FORMAT) {
                throw new IllegalArgumentException("it has the format "
                        + json.path("format").asText("unknown") + ", and this version reads " + FORMAT);
            }
            JsonNode target = json.required("target");
            return new PointManifest(
                    json.required("name").asText(),
                    Instant.parse(json.required("created_at").asText()),
                    new TargetMark(
                            target.required("database").asText(),
                            target.required("system_identifier").asLong(),
                            target.required("database_oid").asLong(),
                            Optional.ofNullable(target.get("id")).map(id -> UUID.fromString(id.asText()))),
                    json.required("server_version").asText(),
                    json.required("first_later_transaction").asLong(),
                    json.required("before_first_write").asBoolean(),
                    readTables(json.required("tables")),
                    readTables(json.required("ledger")),
                    readSequences(json.required("sequences")),
                    json.required("size_bytes").asLong());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("it is not JSON as this version writes it", e);
        }
    }

    private static List<PointTable> readTables(JsonNode array) {
        List<PointTable> tables = new ArrayList<>();
        for (JsonNode json : array) {
            List<PointColumn> columns = new ArrayList<>();
            json.required("columns")
                    .forEach(each -> columns.add(new PointColumn(
                            each.required("name").asText(),
                            each.required("type").asText())));
            List<String> key = new ArrayList<>();
            json.required("key").forEach(each -> key.add(each.asText()));
            tables.add(new PointTable(
                    new TableShape(
                            json.required("schema").asText(),
                            json.required("table").asText(),
                            columns,
                            key),
                    json.required("file").asText(),
                    json.required("rows").asLong(),
                    json.required("sha256").asText(),
                    json.required("bytes").asLong()));
        }
        return tables;
    }

    private static List<PointSequence> readSequences(JsonNode array) {
        List<PointSequence> sequences = new ArrayList<>();
        array.forEach(json -> sequences.add(new PointSequence(
                json.required("schema").asText(),
                json.required("name").asText(),
                json.required("used_by").asText(),
                json.required("last_value").asLong(),
                json.required("is_called").asBoolean())));
        return sequences;
    }
}
