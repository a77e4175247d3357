package dev.changeover.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    @Test
    void saysARateAndTheRemainingTimeEveryFiveSecondsOffATerminal() {
        Progress progress = new Progress(terminal(false), now::get);

        pass(Duration.ofSeconds(10));
        progress.show("documents", 100, 400);
        pass(Duration.ofSeconds(1));
        progress.show("documents", 200, 400);

        assertThat(shown()).isEqualTo("100 of 400 users, 10 a second, about 30 s left (documents)\n");
    }

    @Test
    void drawsABarOnATerminal() {
        Progress progress = new Progress(terminal(true), now::get);

        pass(Duration.ofSeconds(1));
        progress.show("documents", 50, 100);

        assertThat(shown()).startsWith("\r").contains("[##############..............]");
    }

    @Test
    void showsNoPercentageThatIsNotKnown() {
        Progress progress = new Progress(terminal(true), now::get);

        progress.show("snapshot", 0, 0);

        assertThat(shown()).doesNotContain("[#").doesNotContain("users").contains("snapshot");
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Terminal terminal(boolean animated) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, animated, false, false);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
