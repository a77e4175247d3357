package dev.changeover.bench.jmh;

import dev.changeover.sink.apply.DocumentComparison;
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

/** Hashes the rows of a document and compares them with the ledger's: what the sink does before it knows what to write. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DifferenceBenchmark {
    /** Few, many, and as many as the largest user that is planned for. */
    @Param({"4", "100", "5000"})
    public int sessions;

    private DocumentComparison oneMoreSession = DocumentComparison.of(ExampleUser.document(0), ExampleUser.document(0));

    @Setup
    public void makeDocuments() {
        oneMoreSession = DocumentComparison.of(ExampleUser.document(sessions), ExampleUser.document(sessions + 1));
    }

    /** The rows to write: the session, and the progress that counts it. */
    @Benchmark
    public int oneMoreSession() {
        return oneMoreSession.differences();
    }
}
