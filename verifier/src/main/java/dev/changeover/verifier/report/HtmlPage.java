package dev.changeover.verifier.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The body of a page, piece by piece, every text escaped. Confined to one thread. */
final class HtmlPage {
    private final StringBuilder body = new StringBuilder();

    void heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    void paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
    }

    void list(List<String> sentences) {
        body.append("<ul>\n");
        sentences.forEach(each -> body.append("<li>").append(escaped(each)).append("</li>\n"));
        body.append("</ul>\n");
    }

    /** Large numbers with their names, in a row. */
    void figures(Map<String, Long> figures) {
        body.append("<dl class=\"figures\">");
        figures.forEach((name, value) -> body.append("<div><dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(number(value))
                .append("</dd></div>"));
        body.append("</dl>\n");
    }

    /** Terms and what they mean. */
    void terms(Map<String, String> terms) {
        body.append("<dl class=\"terms\">\n");
        terms.forEach((term, meaning) -> body.append("<dt>")
                .append(escaped(term))
                .append("</dt><dd>")
                .append(escaped(meaning))
                .append("</dd>\n"));
        body.append("</dl>\n");
    }

    /** @param most rows that are shown, the first ones */
    <T> void table(List<String> head, List<T> rows, int most, Function<T, List<String>> cells) {
        body.append("<div class=\"wide\"><table><thead><tr>");
        head.forEach(cell -> body.append("<th>").append(escaped(cell)).append("</th>"));
        body.append("</tr></thead><tbody>\n");
        for (T row : rows.subList(0, Math.min(most, rows.size()))) {
            body.append("<tr>");
            cells.apply(row).forEach(cell -> body.append(cell.matches("[0-9,]+") ? "<td class=\"n\">" : "<td>")
                    .append(escaped(cell))
                    .append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n");
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return body.toString();
    }
}
