package dev.changeover.bench.jmh;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.contract.rules.UserRewriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rewrites a user: the drills of every session, the progress that counts them, and all other rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RulesBenchmark {
    /** Few, many, and as many as the largest user that is planned for. */
    @Param({"4", "100", "5000"})
    public int sessions;

    private final UserRewriter rewriter = ExampleUser.rewriter();
    private final DrillTitles titles = ExampleUser.titles();
    private SourceUser user = ExampleUser.with(0);

    @Setup
    public void makeUser() {
        user = ExampleUser.with(sessions);
    }

    @Benchmark
    public UserDocument rewrite() {
        return rewriter.rewrite(user, titles);
    }
}
