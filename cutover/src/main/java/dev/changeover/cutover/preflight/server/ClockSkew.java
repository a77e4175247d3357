package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.time.Duration;

/** How far this machine's clock and a server's are apart. Nothing depends on it but what people read. */
final class ClockSkew {
    private static final Duration NOTICEABLE = Duration.ofSeconds(5);

    private ClockSkew() {}

    static Judgement of(Session session) throws SQLException {
        session.number("SELECT 1"); // the first statement of a transaction takes a round trip more
        long before = System.currentTimeMillis();
        long there = session.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
        long after = System.currentTimeMillis();
        return judged(Duration.ofMillis(there - (before + after) / 2), Duration.ofMillis(after - before));
    }

    /** @param roundTrip the skew is known to half of it */
    static Judgement judged(Duration skew, Duration roundTrip) {
        long millis = skew.toMillis();
        String finding = "the server's clock is " + Math.abs(millis) + " ms " + (millis < 0 ? "behind" : "ahead of")
                + " this machine's, known to " + (roundTrip.toMillis() / 2 + 1) + " ms";
        return skew.abs().minus(roundTrip.dividedBy(2)).compareTo(NOTICEABLE) > 0
                ? Judgement.warn(
                        finding + "; nothing depends on it but the ages and times that people read",
                        "let a time service set both clocks")
                : Judgement.pass(finding);
    }
}
