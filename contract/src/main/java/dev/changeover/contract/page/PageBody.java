package dev.changeover.contract.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The body of a page, piece by piece. Every text is escaped. Confined to one thread. */
public final class PageBody {
    private static final Pattern FIGURE = Pattern.compile("[0-9,]+");

    private final StringBuilder body = new StringBuilder();

    /** Nothing yet. */
    public PageBody() {}

    public void heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    public void paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
    }

    public void list(List<String> sentences) {
        body.append("<ul>\n");
        sentences.forEach(each -> body.append("<li>").append(escaped(each)).append("</li>\n"));
        body.append("</ul>\n");
    }

    /** What they are and how much, large, in a row. */
    public void figures(Map<String, String> figures) {
        body.append("<dl class=\"figures\">");
        figures.forEach((name, value) -> body.append("<div><dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd></div>"));
        body.append("</dl>\n");
    }

    /** Terms and what they mean. */
    public void terms(Map<String, String> terms) {
        body.append("<dl class=\"terms\">\n");
        terms.forEach((term, meaning) -> body.append("<dt>")
                .append(escaped(term))
                .append("</dt><dd>")
                .append(escaped(meaning))
                .append("</dd>\n"));
        body.append("</dl>\n");
    }

    /**
     * A row each, the first ones of many.
     *
     * @param most rows that are shown
     */
    public <T> void table(List<String> head, List<T> rows, int most, Function<T, List<String>> cells) {
        body.append("<div class=\"wide\"><table><thead><tr>");
        head.forEach(cell -> body.append("<th>").append(escaped(cell)).append("</th>"));
        body.append("</tr></thead><tbody>\n");
        for (T row : rows.subList(0, Math.min(most, rows.size()))) {
            body.append("<tr>");
            cells.apply(row).forEach(this::cell);
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n");
    }

    private void cell(String text) {
        body.append(FIGURE.matcher(text).matches() ? "<td class=\"n\">" : "<td>")
                .append(escaped(text))
                .append("</td>");
    }

    /** With commas between thousands. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    String html() {
        return body.toString();
    }
}
