package dev.changeover.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final String ESCAPE = "\u001b[";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anAnswerInAFileHasNoColoursAlthoughAPersonWatches() {
        speak(new Terminal(stream(out), stream(err), true, false, true));

        assertThat(text(out)).contains("1. title", "match", "mismatch").doesNotContain(ESCAPE);
        assertThat(text(err)).contains(ESCAPE + "31merror: ");
    }

    @Test
    void anAnswerOnATerminalHasColoursAlthoughTheMessagesGoToAFile() {
        speak(new Terminal(stream(out), stream(err), false, true, false));

        assertThat(text(out)).contains(ESCAPE + "1m1. title", ESCAPE + "32mmatch", ESCAPE + "31mmismatch");
        assertThat(text(err)).isEqualTo("error: nothing goes" + System.lineSeparator());
    }

    private static void speak(Terminal terminal) {
        terminal.data(terminal.bold("1. title"));
        terminal.data(terminal.good("match") + " or " + terminal.bad("mismatch"));
        terminal.error("nothing goes");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
