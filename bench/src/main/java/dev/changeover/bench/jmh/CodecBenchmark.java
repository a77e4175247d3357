package dev.changeover.bench.jmh;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.document.UserDocumentCodec;
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

/** Writes a document as the transform does, and reads it as the sink does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {
    /** Few, many, and as many as the largest user that is planned for. */
    @Param({"4", "100", "5000"})
    public int sessions;

    private UserDocument document = ExampleUser.document(0);
    private byte[] bytes = {};

    @Setup
    public void makeDocument() {
        document = ExampleUser.document(sessions);
        bytes = UserDocumentCodec.encode(document);
    }

    @Benchmark
    public byte[] encode() {
        return UserDocumentCodec.encode(document);
    }

    @Benchmark
    public UserDocument decode() {
        return UserDocumentCodec.decode(bytes);
    }
}
