package dev.changeover.bench.figure;

import dev.changeover.app.terminal.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as one JSON object, with every single sample. Keys are only ever added. */
public final class ResultJson {
    private ResultJson() {}

    public static String of(Results results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("circumstances", results.circumstances());
        List<Object> figures = new ArrayList<>();
        results.measured().forEach((measure, each) -> each.forEach(figure -> figures.add(json(measure, figure))));
        json.put("figures", figures);
        json.put("not_measured", results.failed());
        return JsonText.of(json);
    }

    private static Map<String, Object> json(String measure, Figure figure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("measure", measure);
        json.put("name", figure.name());
        json.put("unit", figure.unit());
        json.put("median", figure.samples().median());
        json.put("min", figure.samples().min());
        json.put("max", figure.samples().max());
        json.put("samples", figure.samples().values());
        figure.goal().ifPresent(goal -> {
            json.put("direction", goal.direction().name().toLowerCase(Locale.ROOT));
            json.put("bar", goal.bar());
            json.put("aim", goal.aim());
            json.put("verdict", figure.verdict().name().toLowerCase(Locale.ROOT));
        });
        json.put("notes", figure.notes());
        return json;
    }
}
