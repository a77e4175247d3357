package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyTextTest {
    @Test
    void nullIsNotTheTextThatLooksLikeIt() {
        CopyText text = new CopyText();

        text.id(1).value(null).value("\\N").value("").endRow();

        assertThat(text).hasToString("1\t\\N\t\\\\N\t\n");
    }

    @Test
    void whatCopyReadsAsStructureIsEscaped() {
        CopyText text = new CopyText();

        text.id(1).value("a\tb\nc\r\\").endRow();
        text.id(2).value("ü😀").endRow();

        assertThat(text).hasToString("1\ta\\tb\\nc\\r\\\\\n2\tü😀\n");
    }
}
