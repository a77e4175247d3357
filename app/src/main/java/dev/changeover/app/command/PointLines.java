package dev.changeover.app.command;

import dev.changeover.app.pipeline.Pipeline;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.PointTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rollback points as people and programs read them. */
final class PointLines {
    private PointLines() {}

    /** What to say of a point that a run made before its first write. */
    static List<String> madeFirst(Pipeline pipeline) {
        return pipeline.firstPoint().stream()
                .map(point -> "Before the first write, made the rollback point " + summary(point)
                        + "; rollback --to it puts everything back")
                .toList();
    }

    static String summary(PointManifest point) {
        return String.format(
                Locale.ROOT,
                "%s of %s: %,d rows of %d tables, %s",
                point.name(),
                point.createdAt(),
                point.rows(),
                point.tables().size(),
                size(point.sizeBytes()));
    }

    static Map<String, Object> json(PointManifest point) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", point.name());
        answer.put("created_at", point.createdAt().toString());
        List<Map<String, Object>> tables = new ArrayList<>();
        for (PointTable table : point.tables()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", table.name());
            entry.put("rows", table.rows());
            entry.put("sha256", table.sha256());
            entry.put("bytes", table.bytes());
            tables.add(entry);
        }
        answer.put("tables", tables);
        answer.put("size_bytes", point.sizeBytes());
        answer.put("rows", point.rows());
        answer.put("database", point.target().database());
        answer.put("server_version", point.serverVersion());
        answer.put("before_first_write", point.beforeFirstWrite());
        return answer;
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
