package dev.changeover.contract.document;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a document that a living user has: its rows and what was left out. */
final class PresentCodec {
    private PresentCodec() {}

    static void write(UserDocument.Present document, JsonGenerator json) throws IOException {
        json.writeStringField("catalogue", document.catalogueVersion());
        json.writeObjectFieldStart("rows");
        for (var table : document.rows().entrySet()) {
            json.writeArrayFieldStart(table.getKey());
            for (DocumentRow row : table.getValue()) {
                writeRow(row, json);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("held_back");
        for (HeldBackRow row : document.heldBack()) {
            json.writeStartArray();
            json.writeString(row.table());
            json.writeNumber(row.id());
            json.writeString(row.reason().code());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeNumberField("entries_without_counterpart", document.entriesWithoutCounterpart());
    }

    static UserDocument.Present read(long user, OrderedJsonReader json) throws IOException {
        return new UserDocument.Present(
                user,
                json.text("catalogue"),
                readRows(json),
                readHeldBack(json),
                json.smallNumber("entries_without_counterpart"));
    }

    private static void writeRow(DocumentRow row, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeNumber(row.id());
        json.writeNumber(row.parentId());
        json.writeStartArray();
        write(row.version().row(), json);
        if (row.version().link() != null) {
            json.writeStartArray();
            write(row.version().link(), json);
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeStartArray();
        for (String value : row.values()) {
            json.writeString(value);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private static void write(RowVersion version, JsonGenerator json) throws IOException {
        json.writeNumber(version.generation());
        json.writeNumber(version.streamed() ? 1 : 0);
        json.writeNumber(version.lsn());
    }

    private static Map<String, List<DocumentRow>> readRows(OrderedJsonReader json) throws IOException {
        Map<String, List<DocumentRow>> rows = new HashMap<>();
        json.startObject("rows");
        for (String table = json.nextKey(); table != null; table = json.nextKey()) {
            TablePlan plan = MigrationPlan.table(table);
            List<DocumentRow> ofTable = new ArrayList<>();
            json.startArray();
            while (json.nextArray()) {
                ofTable.add(readRow(plan, json));
            }
            rows.put(table, ofTable);
        }
        return rows;
    }

    private static DocumentRow readRow(TablePlan plan, OrderedJsonReader json) throws IOException {
        long id = json.number();
        long parentId = json.number();
        json.startArray();
        PlaceVersion version = readVersion(json);
        List<@Nullable String> values = new ArrayList<>(plan.targetColumns().size());
        json.startArray();
        while (json.nextElement()) {
            values.add(json.currentTextOrNull());
        }
        json.endArray();
        if (values.size() != plan.targetColumns().size()) {
            throw json.refusal("a row of " + plan.name() + " has " + values.size() + " values where the plan has "
                    + plan.targetColumns().size() + " columns; replay writes it again");
        }
        return new DocumentRow(id, parentId, version, values);
    }

    private static PlaceVersion readVersion(OrderedJsonReader json) throws IOException {
        RowVersion row = rowVersion(json);
        RowVersion link = null;
        if (json.nextArray()) {
            link = rowVersion(json);
            json.endArray();
            json.endArray();
        }
        return new PlaceVersion(row, link);
    }

    private static RowVersion rowVersion(OrderedJsonReader json) throws IOException {
        return new RowVersion(json.smallNumber(), json.flag(), json.number());
    }

    private static List<HeldBackRow> readHeldBack(OrderedJsonReader json) throws IOException {
        List<HeldBackRow> heldBack = new ArrayList<>();
        json.startArray("held_back");
        while (json.nextArray()) {
            heldBack.add(new HeldBackRow(json.text(), json.number(), QuarantineReason.ofCode(json.text())));
            json.endArray();
        }
        return heldBack;
    }
}
