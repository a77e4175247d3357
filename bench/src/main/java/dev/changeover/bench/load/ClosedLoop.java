package dev.changeover.bench.load;

import dev.changeover.app.terminal.JsonText;
import dev.changeover.contract.database.DatabaseUrl;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * V1's application as a process, so that a core can be given to it. {@code URL CLIENTS SECONDS SEED}; its answer is one line of JSON. What it
 * did in the first seconds, while it warms up, does not count.
 */
public final class ClosedLoop {
    private static final int WARM_UP_SECONDS = 5;

    private ClosedLoop() {}

    /** Answers with {@code per_second}, {@code p50_millis} and {@code p99_millis}. */
    public static void main(String[] args) throws SQLException, InterruptedException {
        LoadConfig config =
                new LoadConfig(DatabaseUrl.parse(args[0]), Integer.parseInt(args[1]), 0, Long.parseLong(args[3]));
        AtomicLong numbers = new AtomicLong();
        run(config, numbers, WARM_UP_SECONDS);
        LoadReport report = run(config, numbers, Integer.parseInt(args[2]));
        new PrintStream(System.out, true, StandardCharsets.UTF_8)
                .println(JsonText.of(Map.of(
                        "per_second", report.perSecond(),
                        "p50_millis", report.p50Millis(),
                        "p99_millis", report.p99Millis())));
    }

    private static LoadReport run(LoadConfig config, AtomicLong numbers, int seconds)
            throws SQLException, InterruptedException {
        V1Load load = V1Load.start(config, numbers, mark -> {});
        TimeUnit.SECONDS.sleep(seconds);
        return load.stop();
    }
}
