package dev.changeover.cutover.preflight.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.changeover.cutover.preflight.finding.PreflightReport;
import dev.changeover.cutover.preflight.finding.Volumes;

/** A report as one JSON object for programs. Keys are only ever added. */
public final class JsonReport {
    private JsonReport() {}

    /** The object on one line. */
    public static String of(PreflightReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", report.verdict().code());
        json.put("environment", report.environment());
        ArrayNode checks = json.putArray("checks");
        report.checks().forEach(each -> checks.addObject()
                .put("name", each.name().code())
                .put("status", each.status().code())
                .put("finding", each.finding())
                .put("remedy", each.remedy()));
        report.volumes().ifPresentOrElse(volumes -> addVolumes(json, volumes), () -> json.putNull("volumes")
                .putNull("estimated_seconds"));
        json.put("at", report.at().toString());
        json.put("seconds", report.took().toMillis() / 1000.0);
        return json.toString();
    }

    private static void addVolumes(ObjectNode json, Volumes volumes) {
        ObjectNode object = json.putObject("volumes");
        ObjectNode rows = object.putObject("v1_rows");
        volumes.rows().forEach(rows::put);
        object.put("rows", volumes.rowCount())
                .put("v1_bytes", volumes.v1Bytes())
                .put("topic_bytes", volumes.topicBytes())
                .put("state_bytes", volumes.stateBytes())
                .put("target_bytes", volumes.targetBytes());
        json.put("estimated_seconds", volumes.estimate().toSeconds());
    }
}
