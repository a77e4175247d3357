package dev.changeover.contract.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final String HOSTILE = "<b>\"&";

    @Test
    void everyTextIsEscapedWhereverItStands() {
        PageBody body = new PageBody();
        body.heading(HOSTILE);
        body.paragraph(HOSTILE);
        body.list(List.of(HOSTILE));
        body.figures(Map.of(HOSTILE, HOSTILE));
        body.terms(Map.of(HOSTILE, HOSTILE));
        body.table(List.of(HOSTILE), List.of(HOSTILE), 1, List::of);

        String page = new Page(HOSTILE, Tone.BAD, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE).around(body);

        assertThat(page).doesNotContain("<b>").doesNotContain("{{").contains("&lt;b&gt;&quot;&amp;");
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNoScriptRuns() {
        String page = new Page("a", Tone.GOOD, "b", "c", "d", "e", "f").around(new PageBody());

        assertThat(page).doesNotContain("<script").doesNotContain("src=").doesNotContain("http");
    }

    @Test
    void ofManyRowsTheFirstAreShown() {
        PageBody body = new PageBody();

        body.table(List.of("row"), List.of("one", "two", "three"), 2, List::of);

        assertThat(body.html()).contains("<td>one</td>", "<td>two</td>").doesNotContain("three");
    }
}
