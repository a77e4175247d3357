package dev.changeover.sink.apply;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY. Confined to one thread. */
final class CopyText {
    private final StringBuilder text = new StringBuilder();

    CopyText id(long value) {
        separate();
        text.append(value);
        return this;
    }

    CopyText value(@Nullable String value) {
        separate();
        if (value == null) {
            text.append("\\N");
            return this;
        }
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            switch (each) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(each);
            }
        }
        return this;
    }

    void endRow() {
        text.append('\n');
    }

    /**
     * What COPY reads. Not a reader: pgjdbc encodes what it reads from one block by block, and a character that needs two {@code char}s becomes
     * two question marks where a block ends between them.
     */
    InputStream stream() {
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void separate() {
        if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
            text.append('\t');
        }
    }
}
