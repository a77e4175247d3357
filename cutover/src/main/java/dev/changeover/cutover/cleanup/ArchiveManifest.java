package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.TargetMark;
import java.time.Instant;
import java.util.List;

/**
 * What an archive holds.
 *
 * @param tables {@code file} is the name inside the archive
 */
record ArchiveManifest(
        Instant createdAt, String environment, TargetMark target, String serverVersion, List<PointTable> tables) {
    static final String FILE = "manifest.json";

    private static final int FORMAT = 1;

    ArchiveManifest {
        requireNonNull(createdAt, "createdAt");
        requireNonNull(environment, "environment");
        requireNonNull(target, "target");
        requireNonNull(serverVersion, "serverVersion");
        tables = List.copyOf(tables);
    }

    /** Keys are only ever added. */
    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("created_at", createdAt.toString());
        json.put("environment", environment);
        json.put("rows_are", "COPY's text format, UTF-8, in the order of the columns below");
        ObjectNode database = json.putObject("target");
        database.put("database", target.database());
        database.put("system_identifier", target.systemIdentifier());
        database.put("database_oid", target.databaseOid());
        target.ledgerId().ifPresent(id -> database.put("id", id.toString()));
        json.put("server_version", serverVersion);
        ArrayNode array = json.putArray("tables");
        for (PointTable table : tables) {
            ObjectNode entry = array.addObject();
            entry.put("name", table.name());
            entry.put("file", table.file());
            entry.put("rows", table.rows());
            entry.put("sha256", table.sha256());
            entry.put("bytes", table.bytes());
            ArrayNode columns = entry.putArray("columns");
            table.shape().columns().forEach(each -> columns.addObject()
                    .put("name", each.name())
                    .put("type", each.type()));
        }
        return json.toPrettyString();
    }
}
